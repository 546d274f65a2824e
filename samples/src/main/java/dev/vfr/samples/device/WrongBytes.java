package dev.vfr.samples.device;

import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.image.JoinedData;
import java.util.ArrayList;
import java.util.List;

/// Data of which single bytes are wrong.
final class WrongBytes {

    private WrongBytes() {}

    /// `data` with one bit changed in each byte at `wrong`.
    ///
    /// @param wrong positions in the session, all of them in the data
    /// @param offset position of the data in the session
    static StateData in(StateData data, List<Long> wrong, long offset) {
        if (wrong.isEmpty()) {
            return data;
        }
        List<StateData> pieces = new ArrayList<>();
        int done = 0;
        for (long position : wrong.stream().sorted().toList()) {
            int at = (int) (position - offset);
            byte[] changed = data.slice(at, 1).toBytes();
            changed[0] ^= 1;
            pieces.add(data.slice(done, at - done));
            pieces.add(StateData.of(changed));
            done = at + 1;
        }
        pieces.add(data.slice(done, data.length() - done));
        return JoinedData.of(pieces);
    }
}
