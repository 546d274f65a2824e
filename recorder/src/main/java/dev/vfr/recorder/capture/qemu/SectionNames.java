package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.qemu.TraceText.Label;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ties the name of a device's handler in the migration stream (`0000:00:02.0/vfio`) to the device: while a
/// section of the handler is saved or loaded, the lines of its device stand within it.
final class SectionNames {

    private static final String HANDLER_END = "/vfio";
    private static final Label SECTION_ID = Label.of(", section_id");
    private static final Label OPEN = Label.of("(");
    private static final Label CLOSE = Label.of(")");
    private static final Label HANDLER = Label.of("idstr ");

    /// Lines that only the thread that saves the sections prints.
    private static final Set<String> IN_SECTION = Set.of(
            "vfio_save_iterate_start",
            "vfio_save_complete_precopy_start",
            "vfio_save_complete_precopy",
            "vfio_save_device_config_state");

    private final Devices devices;
    private @Nullable String saving;
    private @Nullable String loading;

    SectionNames(Devices devices) {
        this.devices = devices;
    }

    /// `IDSTR, section_id N`
    boolean saved(TraceText text) {
        saving = text.before(SECTION_ID)
                .filter(name -> name.endsWith(HANDLER_END))
                .orElse(null);
        return true;
    }

    boolean ended() {
        saving = null;
        return true;
    }

    /// `N(IDSTR) INSTANCE VERSION`
    boolean loaded(TraceText text) {
        Optional<String> handler = text.between(OPEN, CLOSE);
        loading = handler.filter(name -> name.endsWith(HANDLER_END)).orElse(null);
        return true;
    }

    void deviceSaves(DeviceTrack device, String event) throws EventSourceException {
        if (saving != null && IN_SECTION.contains(event)) {
            devices.addAlias(device, saving);
            saving = null;
        }
    }

    void deviceLoads(DeviceTrack device) throws EventSourceException {
        if (loading != null) {
            devices.addAlias(device, loading);
            loading = null;
        }
    }

    /// `(NAME) idstr IDSTR instance N`
    void savedByThread(DeviceTrack device, TraceText text) throws EventSourceException {
        Optional<String> handler = text.word(HANDLER);
        if (handler.isPresent()) {
            devices.addAlias(device, handler.get());
        }
    }
}
