package dev.vfr.model.analysis.verdict;

import dev.vfr.model.qemu.Match;
import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.model.report.Diagnosis.Failed;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// The call and errno that a message of QEMU reports.
final class SaidCall {

    /// What QEMU was doing, by the message's row in the table.
    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("dma-logging-unsupported", "DMA logging start"),
            Map.entry("dirty-report-unsupported", "DMA logging report"),
            Map.entry("dirty-report-failed-message", "DMA logging report"),
            Map.entry("dma-logging-not-started-message", "DMA logging start"),
            Map.entry("dirty-tracking-not-started", "DMA logging start"),
            Map.entry("set-resuming-failed", "SET RESUMING"),
            Map.entry("set-pre-copy-failed", "SET PRE_COPY"),
            Map.entry("set-stop-copy-failed", "SET STOP_COPY"));

    private SaidCall() {}

    static Failed in(String message) {
        Failed said = Failed.said(message);
        Optional<Match> match = QemuMessages.match(message);
        return new Failed(
                said.device(),
                match.flatMap(known -> Optional.ofNullable(CALLS.get(known.row().id()))),
                said.from(),
                said.to(),
                match.flatMap(SaidCall::errno).or(() -> inWords(message)),
                said.message(),
                said.stateLost());
    }

    /// The refusal of a state that a message reports, by which the device lost what was written to it.
    static Failed losingState(String message) {
        Failed said = in(message);
        Optional<Match> match = QemuMessages.match(message);
        Optional<DeviceState> state =
                match.flatMap(known -> known.value("state")).flatMap(SaidCall::state);
        return new Failed(
                match.flatMap(known -> known.value("device")),
                state.map(wanted -> "SET " + wanted),
                Optional.empty(),
                state,
                said.errno(),
                said.message(),
                true);
    }

    private static Optional<DeviceState> state(String name) {
        return Arrays.stream(DeviceState.values())
                .filter(state -> state.name().equals(name))
                .findFirst();
    }

    /// The words of strerror that the message has, the longest.
    private static Optional<String> inWords(String message) {
        return Arrays.stream(Errno.values())
                .filter(errno -> message.contains(errno.text()))
                .max(Comparator.comparingInt(errno -> errno.text().length()))
                .map(Enum::name);
    }

    /// By the words of strerror or by its negative number.
    private static Optional<String> errno(Match match) {
        Optional<String> byText = match.errno().flatMap(Errno::ofText).map(Enum::name);
        return byText.or(() -> match.value("ret")
                .filter(number -> number.matches("-\\d{1,4}"))
                .flatMap(number -> Errno.ofNumber(-Long.parseLong(number)))
                .map(Enum::name));
    }
}
