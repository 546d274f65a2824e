package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.qemu.TraceEvents.Known;
import dev.vfr.recorder.capture.qemu.TraceText.Label;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes events of trace lines by their meaning: states, statuses and steps here, data and estimates in
/// [DataLines], dirty tracking and regions in [MemoryLines].
final class TraceTranslator {

    private static final Label NEW_STATE = Label.of("new state ");
    private static final Label STATE = Label.of(" state ");
    private static final Label RECOVER_STATE = Label.of("recover state ");
    private static final Label RUNNING = Label.of("running ");
    private static final Label REASON = Label.of("reason ");
    private static final Label DEVICE_STATE = Label.of(" device state ");
    private static final Label DATA = Label.of("data ");
    private static final Label ERROR = Label.of("error=");
    private static final Label NEW_RUN_STATE = Label.of("new_state ");
    private static final Label OPEN = Label.of("(");
    private static final Label CLOSE = Label.of(")");
    private static final Label TYPE = Label.of("type=");
    private static final Label HANDLER = Label.of("idstr=");
    private static final Label INSTANCE_AFTER = Label.of(" instance_id=");
    private static final Label INSTANCE = Label.of("instance_id=");
    private static final Label DOWNTIME = Label.of("downtime=");
    private static final Label DEVICE = Label.of("Device ");

    private static final long INIT_DATA_SENT = 0xffffffffef100005L;

    private final Timeline timeline;
    private final Devices devices;
    private final QemuProcess process;
    private final DataLines data;
    private final MemoryLines memory;
    private final SectionNames sections;

    TraceTranslator(Timeline timeline, Devices devices, QemuProcess process) {
        this.timeline = timeline;
        this.devices = devices;
        this.process = process;
        this.data = new DataLines(timeline);
        this.memory = new MemoryLines(timeline, devices);
        this.sections = new SectionNames(devices);
    }

    /// False where the text is not what QEMU prints for the event.
    boolean translate(Known event, TraceText text) throws EventSourceException {
        return switch (event.meaning()) {
            case DEVICE_STATE_ASKED,
                    DEVICE_STATE_TAKEN,
                    DEVICE_STATE_WANTED,
                    DATA_READ,
                    PRECOPY_EMPTY,
                    DATA_WRITTEN,
                    PRECOPY_INFO,
                    STOP_COPY_SIZE,
                    VMM_ESTIMATE,
                    VMM_EXACT_ESTIMATE,
                    VMM_PENDING,
                    VMM_ITERATED,
                    STREAM_RECORD_LOADED,
                    INIT_DATA_FLAG_SENT,
                    MULTIFD_BUFFER,
                    MIGRATION_INIT,
                    MULTIFD_SAVE_THREAD,
                    DEVICE_STEP -> deviceLine(event, text);
            case MIGRATION_STATUS -> status(text);
            case MIGRATION_ERROR -> error(text);
            case RUN_STATE -> runState(text);
            case DOWNTIME_CHECKPOINT -> checkpoint(text);
            case DOWNTIME_OF_HANDLER_SAVED -> handlerDowntime(text, true);
            case DOWNTIME_OF_HANDLER_LOADED -> handlerDowntime(text, false);
            case DEVICE_OPENED -> opened(text);
            case DEVICE_RESET_DONE -> reset(text);
            case DMA_LOGGING_START -> memory.loggingStart(text);
            case DIRTY_PAGES -> memory.dirtyPages(text);
            case IOMMU_DIRTY_TRACKING -> memory.iommuTracking(text);
            case IOMMU_DIRTY_BITMAP -> memory.iommuBitmap(text);
            case REGION_MMAPS -> memory.regionMmaps(text);
            case SECTION_SAVED -> sections.saved(text);
            case SECTION_SAVED_END -> sections.ended();
            case SECTION_LOADED -> sections.loaded(text);
            case STEP -> step(event, text);
            case PROTOCOL_V1 -> false;
        };
    }

    private boolean deviceLine(Known event, TraceText text) throws EventSourceException {
        Optional<String> name = text.takeName();
        if (name.isEmpty()) {
            return false;
        }
        Devices.Entry device = devices.of(name.get());
        Meaning meaning = event.meaning();
        if (meaning != Meaning.DEVICE_STATE_TAKEN && meaning != Meaning.DEVICE_STATE_ASKED) {
            device.requests().moved();
        }
        device.earlier().goesOn();
        return switch (meaning) {
            case DEVICE_STATE_ASKED -> asked(device, text);
            case DEVICE_STATE_TAKEN -> taken(device, text);
            case DEVICE_STATE_WANTED -> wanted(device.track(), text);
            case STREAM_RECORD_LOADED -> recordLoaded(device.track(), text);
            case INIT_DATA_FLAG_SENT -> {
                timeline.append(new StreamRecordSeen(
                        timeline.header(device.track()), true, INIT_DATA_SENT, OptionalLong.empty()));
                yield true;
            }
            case MULTIFD_SAVE_THREAD -> {
                sections.savedByThread(device.track(), text);
                device.track().loseOffset();
                yield deviceStep(event, device.track(), text);
            }
            case MIGRATION_INIT -> data.migrationInit(device.track(), text) && deviceStep(event, device.track(), text);
            case DEVICE_STEP -> deviceStep(event, device.track(), text);
            default -> data.translate(event, device.track(), text);
        };
    }

    private boolean asked(Devices.Entry device, TraceText text) throws EventSourceException {
        boolean attempt = text.has(NEW_STATE);
        Optional<DeviceState> state = text.word(attempt ? NEW_STATE : STATE).flatMap(DeviceStates::ofWord);
        if (state.isEmpty()) {
            return false;
        }
        if (attempt) {
            device.requests().asked(state.get(), text.word(RECOVER_STATE).flatMap(DeviceStates::ofWord));
            return true;
        }
        // Up to 9.0 the line is printed when the SET is done, whether the state changed or not.
        device.requests().taken(state.get());
        devices.tookState(device);
        return true;
    }

    private boolean taken(Devices.Entry device, TraceText text) throws EventSourceException {
        Optional<DeviceState> state = text.word(STATE).flatMap(DeviceStates::ofWord);
        if (state.isEmpty()) {
            return false;
        }
        device.requests().taken(state.get());
        devices.tookState(device);
        return true;
    }

    private boolean wanted(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong running = text.number(RUNNING);
        Optional<String> reason = text.word(REASON);
        Optional<DeviceState> state = text.word(DEVICE_STATE).flatMap(DeviceStates::ofWord);
        if (running.isEmpty() || reason.isEmpty() || state.isEmpty()) {
            return false;
        }
        timeline.append(
                new DeviceStateWanted(timeline.header(device), running.getAsLong() != 0, reason.get(), state.get()));
        return true;
    }

    private boolean recordLoaded(DeviceTrack device, TraceText text) throws EventSourceException {
        OptionalLong tag = text.bits(DATA);
        if (tag.isEmpty()) {
            return false;
        }
        sections.deviceLoads(device);
        timeline.append(new StreamRecordSeen(timeline.header(device), false, tag.getAsLong(), OptionalLong.empty()));
        return true;
    }

    private boolean deviceStep(Known event, DeviceTrack device, TraceText text) throws EventSourceException {
        if (event.name().equals("vfio_migration_realize") || event.name().equals("vfio_migration_probe")) {
            device.initialised();
        }
        sections.deviceSaves(device, event.name());
        timeline.append(new VmmStepSeen(timeline.header(device), event.name(), text.text()));
        return true;
    }

    private boolean step(Known event, TraceText text) throws EventSourceException {
        timeline.append(new VmmStepSeen(timeline.header(), event.name(), text.text()));
        return true;
    }

    private boolean status(TraceText text) throws EventSourceException {
        Optional<String> status = text.word(NEW_STATE);
        if (status.isEmpty()) {
            return false;
        }
        timeline.append(new MigrationStatusChanged(timeline.header(), status.get()));
        return true;
    }

    private boolean error(TraceText text) throws EventSourceException {
        if (!text.has(ERROR)) {
            return false;
        }
        process.errorLine(Optional.empty(), text.text().substring("error=".length()));
        return true;
    }

    private boolean runState(TraceText text) throws EventSourceException {
        if (!text.skipTo(NEW_RUN_STATE)) {
            return false;
        }
        Optional<String> state = text.between(OPEN, CLOSE);
        if (state.isEmpty()) {
            return false;
        }
        timeline.append(new RunStateChanged(timeline.header(), state.get()));
        return true;
    }

    private boolean checkpoint(TraceText text) throws EventSourceException {
        String checkpoint = text.text();
        if (checkpoint.isEmpty()) {
            return false;
        }
        timeline.append(new DowntimeCheckpointPassed(timeline.header(), checkpoint));
        return true;
    }

    /// QEMU prints the time in µs.
    private boolean handlerDowntime(TraceText text, boolean saving) throws EventSourceException {
        Optional<String> type = text.word(TYPE);
        Optional<String> handler = text.between(HANDLER, INSTANCE_AFTER);
        OptionalLong instance = text.number(INSTANCE);
        OptionalLong micros = text.number(DOWNTIME);
        if (type.isEmpty() || handler.isEmpty() || instance.isEmpty() || micros.isEmpty()) {
            return false;
        }
        timeline.append(new HandlerDowntimeMeasured(
                timeline.header(),
                saving,
                handler.get(),
                (int) instance.getAsLong(),
                type.get().equals("iterable"),
                micros.getAsLong() * 1_000));
        return true;
    }

    private boolean opened(TraceText text) throws EventSourceException {
        Optional<String> name = text.word(DEVICE);
        if (name.isEmpty()) {
            return false;
        }
        memory.opened(devices.of(name.get()).track());
        return true;
    }

    /// Printed after the VFIO_DEVICE_RESET that succeeded.
    private boolean reset(TraceText text) throws EventSourceException {
        Optional<String> name = text.firstWord();
        if (name.isEmpty()) {
            return false;
        }
        timeline.append(new DeviceReset(timeline.header(devices.of(name.get()).track()), CallResult.OK));
        return true;
    }
}
