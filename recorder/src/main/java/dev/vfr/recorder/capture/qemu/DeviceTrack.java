package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What has been read of one device so far: its names, QEMU's copy of its state, its data transfer session.
final class DeviceTrack {

    private static final long UNKNOWN_OFFSET = -1;

    private final int number;
    private final String name;
    private final List<String> aliases = new ArrayList<>();

    private @Nullable DeviceState state;
    private int sessions;
    private boolean inSession;
    private long offset = UNKNOWN_OFFSET;

    DeviceTrack(int number, String name) {
        this.number = number;
        this.name = name;
    }

    int number() {
        return number;
    }

    String name() {
        return name;
    }

    List<String> aliases() {
        return List.copyOf(aliases);
    }

    /// True where the name is new.
    boolean addAlias(String alias) {
        if (alias.isEmpty() || alias.equals(name) || aliases.contains(alias)) {
            return false;
        }
        return aliases.add(alias);
    }

    /// QEMU's copy of the state, null while the log has not shown it.
    @Nullable
    DeviceState state() {
        return state;
    }

    /// QEMU takes a device for RUNNING when it sets its migration up.
    void initialised() {
        if (state == null) {
            state = DeviceState.RUNNING;
        }
    }

    /// The device took a state: a data_fd opens when it comes into the saving group or to RESUMING, and ends
    /// when it leaves them.
    void moveTo(DeviceState next) {
        boolean opens = next == DeviceState.RESUMING
                ? state != DeviceState.RESUMING
                : next.isSaving() && (state == null || !state.isSaving());
        if (opens) {
            sessions++;
            // Where the log begins amid a session, what was moved before is not known.
            offset = state == null && next != DeviceState.PRE_COPY ? UNKNOWN_OFFSET : 0;
        }
        inSession = next == DeviceState.RESUMING || next.isSaving();
        state = next;
    }

    /// The log showed that the device was in `known` before the log began.
    void learn(DeviceState known) {
        state = known;
    }

    /// The session that data moved now belongs to, [EventHeader#NONE] where there is none or it is not known.
    int session() {
        return inSession ? sessions - 1 : EventHeader.NONE;
    }

    /// Counts bytes moved in the session; the offset at which they began, where all before were seen.
    OptionalLong advanceOffset(long bytes) {
        if (!inSession || offset == UNKNOWN_OFFSET) {
            return OptionalLong.empty();
        }
        long before = offset;
        offset += bytes;
        return OptionalLong.of(before);
    }

    /// From here on data of the session moves without the log showing its size.
    void loseOffset() {
        offset = UNKNOWN_OFFSET;
    }
}
