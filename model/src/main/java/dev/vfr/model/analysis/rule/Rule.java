package dev.vfr.model.analysis;

import java.util.List;

/// One thing to look for. A rule has no state and judges only what the pass has learned.
interface Rule {

    /// The stable name, lower case with hyphens.
    String name();

    /// What it found, in the order of the traces.
    List<Finding> findings(CaseFile file);
}
