package dev.vfr.model.vfio;

/// One step of the device's state machine, as the kernel asks it of the driver.
///
/// @param from not ERROR
/// @param to not ERROR, and another state than `from`
public record Arc(DeviceState from, DeviceState to) {

    public Arc {
        if (from == to || from == DeviceState.ERROR || to == DeviceState.ERROR) {
            throw new IllegalArgumentException("no arc from " + from + " to " + to);
        }
    }

    /// What the arc does to the data_fd. It follows from the two states: the saving group shares one session.
    public DataFdEffect dataFdEffect() {
        if (from.isSaving()) {
            return to.isSaving() ? DataFdEffect.KEEPS : DataFdEffect.ENDS_SAVING;
        }
        if (from == DeviceState.RESUMING) {
            return DataFdEffect.ENDS_RESUMING;
        }
        if (to == DeviceState.RESUMING) {
            return DataFdEffect.OPENS_RESUMING;
        }
        return to.isSaving() ? DataFdEffect.OPENS_SAVING : DataFdEffect.NONE;
    }

    /// For people: `STOP → STOP_COPY`.
    @Override
    public String toString() {
        return from + " → " + to;
    }
}
