package dev.vfr.model.analysis;

import java.util.List;

/// Everything that was learned in the pass; what a [Rule] judges.
record CaseFile(List<TraceScan> traces, List<MigrationCase> migrations) {

    CaseFile {
        traces = List.copyOf(traces);
        migrations = List.copyOf(migrations);
    }
}
