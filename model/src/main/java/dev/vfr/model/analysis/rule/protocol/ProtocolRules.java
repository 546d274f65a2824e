package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.rule.Rule;
import java.util.List;

/// The rules on the protocol, in the order in which their findings are told.
public final class ProtocolRules {

    public static final List<Rule> ALL = List.of(
            new SetStateFailed(),
            new ReadFailed(),
            new WriteFailed(),
            new IllegalArc(),
            new StateNotOffered(),
            new DataAfterEnd(),
            new EnomsgInStopCopy(),
            new InitialBytesRose(),
            new DataOutsideSession(),
            new PrecopyQueryOutside(),
            new StateContradicted());

    private ProtocolRules() {}
}
