package dev.vfr.recorder.trace;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// A word that is the same in most records, such as the name of a digest: it is decoded only when it changes.
final class RepeatedWord {

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private byte[] bytes = new byte[0];
    private String word = "";

    /// A view for an SBE decoder to wrap the word in.
    DirectBuffer view() {
        return view;
    }

    /// The word in the view.
    String word() {
        if (!isSame()) {
            bytes = new byte[view.capacity()];
            view.getBytes(0, bytes);
            word = new String(bytes, StandardCharsets.UTF_8);
        }
        return word;
    }

    private boolean isSame() {
        if (view.capacity() != bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (view.getByte(i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
