package dev.vfr.model.report;

import java.util.Optional;
import java.util.OptionalLong;

/// What the verdict on a migration rests on: the event that decided it, and whose move it is.
///
/// @param rule the rule whose finding is the cause; empty where no rule found one and only the end is known
/// @param mover whose move it is
/// @param trace name of the trace that shows the event
/// @param seq the event in that trace
/// @param side the side at which it happened
/// @param device the device's name, where it concerns one
/// @param clause the clause of the protocol, or the limit, that decided it; empty where no rule found one
public record Blame(
        Optional<String> rule,
        Mover mover,
        Optional<String> trace,
        OptionalLong seq,
        Optional<Report.Side> side,
        Optional<String> device,
        String clause) {}
