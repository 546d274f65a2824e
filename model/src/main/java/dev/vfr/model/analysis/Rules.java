package dev.vfr.model.analysis;

import java.util.List;

/// Every rule, in the order in which its findings are told.
final class Rules {

    static final List<Rule> ALL = List.of();

    private Rules() {}
}
