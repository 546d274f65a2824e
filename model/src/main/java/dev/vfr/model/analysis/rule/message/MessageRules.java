package dev.vfr.model.analysis.rule.message;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.model.report.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One rule for each message that can be the reason of a failure, and one for messages that the table does not have.
public final class MessageRules {

    /// Rows whose rule knows more than the message.
    private static final Set<String> EXTENDED = Set.of("multifd-transfer-differs", "postcopy-with-vfio");

    public static final List<Rule> ALL = Stream.concat(
                    QemuMessages.rows().stream()
                            .filter(row -> row.role() != Role.WARNING)
                            .filter(row -> !EXTENDED.contains(row.id()))
                            .map(MessageRule::new),
                    Stream.of(new UnknownMessage()))
            .toList();

    private MessageRules() {}

    /// What the row of the rule's name finds, for a rule that knows more than its message.
    public static List<Finding> findings(Advice advice, CaseFile file) {
        return Heard.in(file).stream()
                .filter(heard -> heard.is(Set.of(advice.rule())))
                .map(heard -> heard.finding(advice))
                .toList();
    }

    /// The message that explains the failure at one of the sides, where it is one of these rows.
    public static Optional<Heard> first(MigrationCase migration, Set<String> rows) {
        return Heard.of(migration).stream().filter(heard -> heard.is(rows)).findFirst();
    }
}
