package dev.vfr.recorder.capture;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes the trace log and the messages that one release of QEMU would leave of a migration.
///
/// What differs between releases beyond formats is done here: up to 9.0 a SET is printed when it is done, from
/// 9.1 the attempt and then the adoption; the words or numbers of the notifier; the form of the time stamps
/// (10.1 changed it). Each line is 100 µs after the one before.
final class ScriptedLog {

    static final String DEVICE = "0000:b1:00.2";
    private static final int THREAD = 107;
    private static final long FIRST_MICROS = 1_795_169_700_000_000L;
    private static final String PROGRAM = "qemu-system-x86_64";
    private static final long STEP_MICROS = 100;

    private final QemuRelease release;
    private final List<String> log = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private long micros = FIRST_MICROS;

    ScriptedLog(QemuRelease release) {
        this.release = release;
    }

    QemuRelease release() {
        return release;
    }

    String log() {
        return String.join("\n", log) + "\n";
    }

    String messages() {
        return messages.isEmpty() ? "" : String.join("\n", messages) + "\n";
    }

    /// Prints an event that the release has; names and values of its arguments in turn.
    void trace(String event, Object... namesAndValues) {
        if (!release.has(event)) {
            return;
        }
        Map<String, Object> values = new HashMap<>(Map.of("name", DEVICE));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        log.add(traceTime() + release.print(event, values));
        micros += STEP_MICROS;
    }

    /// A line as it is, such as an event whose format is the same in all releases.
    void line(String text) {
        log.add(traceTime() + text);
        micros += STEP_MICROS;
    }

    void message(String text) {
        messages.add(isoTime() + PROGRAM + ": " + text);
        micros += STEP_MICROS;
    }

    private String traceTime() {
        return release.isAtLeast("10.1.0")
                ? isoTime()
                : String.format(Locale.ROOT, "%d@%d.%06d:", THREAD, micros / 1_000_000, micros % 1_000_000);
    }

    private String isoTime() {
        String time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
        String fraction = String.format(Locale.ROOT, ".%06dZ ", micros % 1_000_000);
        return time.substring(0, "2026-11-20T10:15:00".length()) + fraction;
    }

    /// A SET that succeeds.
    void set(String state, String recover) {
        if (release.has("vfio_migration_set_device_state")) {
            trace("vfio_migration_set_state", "new_state", state, "recover_state", recover);
            trace("vfio_migration_set_device_state", "state", state);
        } else {
            trace("vfio_migration_set_state", "state", state);
        }
    }

    /// A SET to the state that the device is in: no ioctl since 9.1, harmless before.
    void setAgain(String state, String recover) {
        if (release.has("vfio_migration_set_device_state")) {
            trace("vfio_migration_set_state", "new_state", state, "recover_state", recover);
        } else {
            trace("vfio_migration_set_state", "state", state);
        }
    }

    /// A SET that fails, upon which the device is reset.
    void setFailsAndResets(String state, String error) {
        if (release.has("vfio_migration_set_device_state")) {
            trace("vfio_migration_set_state", "new_state", state, "recover_state", "ERROR");
            trace("vfio_migration_set_device_state", "state", "RUNNING");
            message(DEVICE + ": Failed setting device state to " + state
                    + ". Recover state is ERROR. Resetting device: " + error);
        } else {
            message(DEVICE + ": Failed setting device state to " + state + ", err: " + error
                    + ". Recover state is ERROR. Resetting device");
        }
    }

    /// A SET that fails, upon which the recover state is set.
    void setFailsAndRecovers(String state, String recover, String error) {
        if (release.has("vfio_migration_set_device_state")) {
            trace("vfio_migration_set_state", "new_state", state, "recover_state", recover);
            trace("vfio_migration_set_device_state", "state", recover);
            message(DEVICE + ": Failed setting device state to " + state + ". Setting device in recover state "
                    + recover + ": " + error);
        } else {
            message(DEVICE + ": Failed setting device state to " + state + ", err: " + error
                    + ". Setting device in recover state " + recover);
        }
    }

    void runState(int from, String fromName, int to, String toName) {
        line("runstate_set current_run_state " + from + " (" + fromName + ") new_state " + to + " (" + toName + ")");
    }

    /// The notifier's word (to 8.2) or number (from 9.0, renumbered in 11.0).
    void notifier(String word) {
        if (!release.isAtLeast("9.0.0")) {
            trace("vfio_migration_state_notifier", "state", word);
            return;
        }
        boolean renumbered = release.isAtLeast("11.0.3");
        int number = switch (word) {
            case "setup" -> 0;
            case "completed" -> renumbered ? 2 : 1;
            default -> renumbered ? 3 : 2;
        };
        trace("vfio_migration_state_notifier", "state", number);
    }
}
