package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Rule;
import java.util.List;
import java.util.stream.Stream;

/// The rules on the protocol, in the order of their findings.
public final class ProtocolRules {

    public static final List<Rule> ALL = Stream.of(RequestRules.ALL, DataFdRules.ALL, AnswerRules.ALL)
            .<Rule>flatMap(List::stream)
            .toList();

    private ProtocolRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(
                new RequestWatcher(facts),
                new DataFdWatcher(facts),
                new SessionWatcher(facts),
                new AnswerWatcher(facts),
                new PollWatcher(facts),
                new EmptyReadWatcher(facts),
                new CancelWatcher(facts));
    }
}
