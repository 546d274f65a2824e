package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.rule.device.DeviceRules;
import dev.vfr.model.analysis.rule.logging.LoggingRules;
import dev.vfr.model.analysis.rule.protocol.ProtocolRules;
import java.util.List;
import java.util.stream.Stream;

/// Every rule, in the order in which its findings are told.
public final class Rules {

    public static final List<Rule> ALL = Stream.of(
                    List.of(new MigrationFailed(), new DeviceStateLost()),
                    ProtocolRules.ALL,
                    DeviceRules.ALL,
                    LoggingRules.ALL,
                    List.of(
                            new SourceVanished(),
                            new DestinationNeverRan(),
                            new BytesDiffer(),
                            new MigrationOpen(),
                            new DowntimeOverLimit(),
                            new TraceIncomplete(),
                            new EventsMissing(),
                            new PathCut(),
                            new MigrationCancelled(),
                            new VmmDowntimeDiffers(),
                            new ClocksNotProven(),
                            new LogWithoutTimes()))
            .<Rule>flatMap(List::stream)
            .toList();

    private Rules() {}
}
