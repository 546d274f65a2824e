package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;

/// The outcome that a message of QEMU tells by the text of strerror(3) in it.
final class StrError {

    private StrError() {}

    /// Failed, with the errno whose text `text` is or begins with, up to a punctuation mark.
    static CallResult failure(String text) {
        String trimmed = text.strip();
        Optional<Errno> errno = Errno.ofText(trimmed);
        for (int i = 0; errno.isEmpty() && i < trimmed.length(); i++) {
            if (":.;,)".indexOf(trimmed.charAt(i)) >= 0) {
                errno = Errno.ofText(trimmed.substring(0, i));
            }
        }
        return errno.map(CallResult::of).orElse(CallResult.FAILED);
    }
}
