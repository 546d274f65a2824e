package dev.vfr.model.analysis.rule;

import java.util.List;

/// Every rule, in the order in which its findings are told.
public final class Rules {

    public static final List<Rule> ALL = List.of(
            new MigrationFailed(),
            new DeviceStateLost(),
            new SetStateFailed(),
            new TransferFailed(),
            new SourceVanished(),
            new DestinationNeverRan(),
            new BytesDiffer(),
            ProtocolBroken.illegalArc(),
            ProtocolBroken.stateNotOffered(),
            ProtocolBroken.dataAfterEnd(),
            ProtocolBroken.enomsgInStopCopy(),
            ProtocolBroken.initialBytesRose(),
            ProtocolBroken.dataOutsideSession(),
            ProtocolBroken.precopyQueryOutside(),
            ProtocolBroken.stateContradicted(),
            new MigrationOpen(),
            new DowntimeOverLimit(),
            new TraceIncomplete(),
            new EventsMissing(),
            new PathCut(),
            new MigrationCancelled(),
            new VmmDowntimeDiffers(),
            new ClocksNotProven(),
            new LogWithoutTimes());

    private Rules() {}
}
