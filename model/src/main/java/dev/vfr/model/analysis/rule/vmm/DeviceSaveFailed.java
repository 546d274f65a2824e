package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The VMM says that saving the state of a VFIO device failed, and no call that failed is in the trace.
public final class DeviceSaveFailed implements Rule {

    private static final Advice ADVICE = new Advice(
                    "device-save-failed",
                    "QEMU names the handler that failed, here that of a VFIO device, and the errno that it gave: a call"
                            + " on the device or its data_fd failed, which QEMU's log has no line for.",
                    "Look at the kernel's messages of the device's driver at the source at that time.",
                    "QEMU migration/savevm.c: failed to save SaveStateEntry",
                    "QEMU 6.2",
                    "The same of another handler, such as ram; a destination that had failed before; a connection that"
                            + " had broken before.")
            .by(Mover.DRIVER);

    private static final Pattern FAILED =
            Pattern.compile("failed to save SaveStateEntry with id\\(name\\): \\d+\\(([^)]*vfio)\\): -(\\d{1,4})");

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofFailed(file, text -> FAILED.matcher(text).find()).stream()
                .filter(heard -> heard.side().role() == Report.Side.SOURCE)
                .filter(heard -> !heard.side().deviceFailed())
                .filter(DeviceSaveFailed::isFirst)
                .filter(heard -> !hasFailed(heard.migration().sides().destination()))
                .map(DeviceSaveFailed::finding)
                .toList();
    }

    /// Nothing was said before it that would explain it.
    private static boolean isFirst(Messages.Heard heard) {
        return heard.side().said().getFirst().equals(heard.line());
    }

    private static boolean hasFailed(@Nullable MigrationSide destination) {
        return destination != null
                && (destination.deviceFailed() || (!destination.said().isEmpty() && !Messages.onlyBroke(destination)));
    }

    private static Finding finding(Messages.Heard heard) {
        Matcher matcher = FAILED.matcher(heard.line().text());
        CallResult result = matcher.find() ? CallResult.of(Integer.parseInt(matcher.group(2))) : CallResult.FAILED;
        return heard.finding(
                ADVICE,
                heard.device(),
                "saving the device's state failed with " + result.text() + ", though the trace shows no call that"
                        + " failed");
    }
}
