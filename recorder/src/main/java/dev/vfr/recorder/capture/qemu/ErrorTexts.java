package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes from QEMU's messages what its trace lines leave out: the errno of a failed SET, recovery or reset.
///
/// | release | text after the device's name |
/// |---|---|
/// | 8.0–9.0 | `Failed setting device state to X, err: E. Setting device in recover state Y` |
/// | 8.0–9.0 | `Failed setting device state to X, err: E. Recover state is ERROR. Resetting device` |
/// | 9.1– | `Failed setting device state to X. Setting device in recover state Y: E` |
/// | 9.1– | `Failed setting device state to X. Recover state is ERROR. Resetting device: E` |
/// | all | `Failed setting device in recover state, err: E. Resetting device` |
/// | all | `Failed resetting device, err: E` |
/// | –9.0 | `Failed to start DMA logging, err N (E)` |
/// | 9.1– | `Failed to start DMA logging: E` |
final class ErrorTexts {

    private static final String FAILED_SET = ": Failed setting device state to ";
    private static final String FAILED_RECOVER = ": Failed setting device in recover state, err: ";
    private static final String FAILED_RESET = ": Failed resetting device, err: ";
    private static final String FAILED_LOGGING = ": Failed to start DMA logging";
    private static final String RECOVER_STATE = "Setting device in recover state ";
    private static final String RESETTING = "Resetting device";

    private final Devices devices;
    private final Timeline timeline;

    ErrorTexts(Devices devices, Timeline timeline) {
        this.devices = devices;
        this.timeline = timeline;
    }

    /// The device whose name stands before the message, where the capture knows it.
    Optional<DeviceTrack> subject(String text) {
        int colon = text.indexOf(": ");
        while (colon > 0) {
            Optional<DeviceTrack> device = devices.known(lastWord(text, colon));
            if (device.isPresent()) {
                return device;
            }
            colon = text.indexOf(": ", colon + 2);
        }
        return Optional.empty();
    }

    /// @param prompt whether the message comes when it happens
    void read(String text, boolean prompt) throws EventSourceException {
        int at = text.indexOf(": Failed ");
        if (at <= 0) {
            return;
        }
        String name = lastWord(text, at);
        if (text.startsWith(FAILED_SET, at)) {
            failedSet(devices.of(name), text.substring(at + FAILED_SET.length()), prompt);
        } else if (text.startsWith(FAILED_RECOVER, at)) {
            CallResult why = StrError.failure(text.substring(at + FAILED_RECOVER.length()));
            Devices.Entry device = devices.of(name);
            if (!device.requests().recoverFailed(why)) {
                device.earlier().recoverFailed(why);
            }
        } else if (text.startsWith(FAILED_RESET, at)) {
            CallResult why = StrError.failure(text.substring(at + FAILED_RESET.length()));
            Devices.Entry device = devices.of(name);
            if (!device.requests().resetFailed(why)) {
                device.earlier().resetFailed(why);
            }
        } else if (text.startsWith(FAILED_LOGGING, at) && prompt) {
            failedLogging(devices.of(name), text.substring(at + FAILED_LOGGING.length()));
        }
    }

    private void failedSet(Devices.Entry device, String rest, boolean prompt) throws EventSourceException {
        int wordEnd = endOfWord(rest);
        Optional<DeviceState> requested = DeviceStates.ofWord(rest.substring(0, wordEnd));
        if (requested.isEmpty()) {
            return;
        }
        if (rest.startsWith(", err: ", wordEnd)) {
            String tail = rest.substring(wordEnd + ", err: ".length());
            CallResult why = StrError.failure(tail);
            if (!device.requests().explained(requested.get(), why, prompt) && prompt) {
                device.earlier().failed(requested.get(), why, recoverState(tail));
            }
            return;
        }
        int resetting = rest.indexOf(RESETTING + ": ");
        int recovering = rest.indexOf(RECOVER_STATE);
        String tail = "";
        if (resetting >= 0) {
            tail = rest.substring(resetting + RESETTING.length() + 2);
        } else if (recovering >= 0) {
            int colon = rest.indexOf(": ", recovering);
            tail = colon < 0 ? "" : rest.substring(colon + 2);
        }
        CallResult why = StrError.failure(tail);
        if (!device.requests().explained(requested.get(), why, prompt) && prompt) {
            device.requests().explainedEarly(requested.get(), why);
        }
    }

    private static DeviceState recoverState(String rest) {
        int at = rest.indexOf(RECOVER_STATE);
        if (at < 0) {
            return DeviceState.ERROR;
        }
        String tail = rest.substring(at + RECOVER_STATE.length());
        return DeviceStates.ofWord(tail.substring(0, endOfWord(tail))).orElse(DeviceState.ERROR);
    }

    private void failedLogging(Devices.Entry device, String rest) throws EventSourceException {
        int open = rest.indexOf('(');
        int colon = Math.max(rest.indexOf(": "), 0);
        CallResult why = StrError.failure(rest.substring(open >= 0 ? open + 1 : colon + 2));
        timeline.append(new DmaLoggingStarted(timeline.header(device.track()), why, OptionalLong.empty(), List.of()));
    }

    private static int endOfWord(String text) {
        int i = 0;
        while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        return i;
    }

    /// The word that ends at `end`: up to a space or an equals sign before it.
    private static String lastWord(String text, int end) {
        int start = end;
        while (start > 0 && text.charAt(start - 1) != ' ' && text.charAt(start - 1) != '=') {
            start--;
        }
        return text.substring(start, end);
    }
}
