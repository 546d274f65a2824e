package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.recorder.capture.stream.Section;
import dev.vfr.recorder.capture.stream.StreamElement;
import dev.vfr.recorder.capture.stream.StreamParser;
import dev.vfr.recorder.capture.stream.StreamTag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads the migration stream at the destination, and gives the devices what is theirs.
///
/// Device data and guest memory that were never in memory do not get there here either: the parser lets them pass.
final class StreamLoader {

    private static final long RECORD_NS = 3_000;
    private static final long RAM_NS = 15_000;
    private static final long CONFIG_NS = 800_000;

    /// Bytes before the run state's text in its section: type, id, name, instance, version, length.
    private static final int RUN_STATE_AT = 1 + 4 + 1 + "globalstate".length() + 4 + 4 + 4;

    private final VmmContext vmm;
    private final Target target;
    private final StreamParser parser = new StreamParser();
    private @Nullable Section section;
    private boolean sectionIsWhole;
    private long endSectionNs;
    private String runState = "running";
    private boolean loaded;

    /// What the stream does to the destination.
    interface Target {

        /// The head of the stream is there: devices get ready.
        void begin() throws LoadFailed;

        /// The device with that handler, empty if there is none.
        Optional<MigratedDevice> device(String handler);

        /// All initial data of a device is loaded.
        void initialDataLoaded(MigratedDevice device) throws LoadFailed;

        /// The source's guest has stopped.
        void switchoverStarts();

        /// Whether a device's configuration comes through multifd channels.
        boolean configComesElsewhere(MigratedDevice device);
    }

    StreamLoader(VmmContext vmm, Target target) {
        this.vmm = vmm;
        this.target = target;
    }

    /// Whether all sections are loaded.
    boolean isLoaded() {
        return loaded;
    }

    /// What the guest did at the source.
    String runState() {
        return runState;
    }

    /// Takes the next bytes of the stream.
    void take(StreamPiece piece) throws LoadFailed {
        if (loaded) {
            return;
        }
        switch (piece) {
            case StreamPiece.Head head -> feed(head.bytes());
            case StreamPiece.Pages pages -> takePages(pages);
            case StreamPiece.Data(StateData data) -> takeData(data);
        }
    }

    private void takePages(StreamPiece.Pages pages) throws LoadFailed {
        if (parser.payloadRemaining() == 0) {
            // Whole records of guest memory: the loader does not miss them.
            vmm.host().passAbout(RAM_NS);
            return;
        }
        for (ByteBuffer buffer : pages.buffers()) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            feed(bytes);
        }
    }

    private void takeData(StateData data) throws LoadFailed {
        int payload = (int) Math.min(parser.payloadRemaining(), data.length());
        if (payload > 0) {
            load(data.slice(0, payload));
            parser.skipPayload(payload);
        }
        if (payload < data.length()) {
            feed(data.slice(payload, data.length() - payload).toBytes());
        }
    }

    private void feed(byte[] bytes) throws LoadFailed {
        parser.feed(ByteBuffer.wrap(bytes));
        for (Optional<StreamElement> next = parser.next(); next.isPresent(); next = parser.next()) {
            element(next.get(), bytes);
        }
    }

    private void element(StreamElement element, byte[] fed) throws LoadFailed {
        switch (element) {
            case StreamElement.FileHeader ignored -> target.begin();
            case StreamElement.SectionHead(long ignored, Section entered) -> enter(entered, fed);
            case StreamElement.DeviceRecord record -> record(record);
            case StreamElement.Payload payload -> {
                byte[] copy = new byte[payload.bytes().remaining()];
                payload.bytes().get(copy);
                load(StateData.of(copy));
            }
            case StreamElement.DeviceConfig ignored -> {
                vmm.host().passAbout(CONFIG_NS);
                boolean twoSteps = vmm.release().has(Change.MULTIFD_DEVICE_STATE);
                device().ifPresent(device -> vmm.log()
                        .step(
                                device.number(),
                                twoSteps ? "vfio_load_device_config_state_end" : "vfio_load_device_config_state",
                                ""));
            }
            case StreamElement.SectionFooter ignored -> leave();
            case StreamElement.Command(long ignored, int command, long bytes) -> {
                vmm.host().passAbout(RECORD_NS);
                if (command == StreamSections.COMMAND_SWITCHOVER_START) {
                    target.switchoverStarts();
                }
            }
            case StreamElement.EndOfStream ignored -> loaded = true;
            case StreamElement.Damage damage -> throw damaged(damage);
            case StreamElement.Configuration ignored -> {}
            case StreamElement.ConfigurationSubsection ignored -> {}
            case StreamElement.Unread ignored -> {}
            case StreamElement.Description ignored -> {}
        }
    }

    private Optional<MigratedDevice> device() {
        return section == null ? Optional.empty() : target.device(section.name());
    }

    private void enter(Section entered, byte[] fed) throws LoadFailed {
        section = entered;
        sectionIsWhole = !entered.isVfio();
        endSectionNs = vmm.host().trueNs();
        if (entered.isVfio() && target.device(entered.name()).isEmpty()) {
            String text = "Unknown section " + entered.name() + " " + entered.instance();
            vmm.log()
                    .error("Unknown savevm section or instance '" + entered.name() + "' " + entered.instance()
                            + ". Make sure that your current VM setup matches your saved VM setup, including any"
                            + " hotplugged devices");
            throw new LoadFailed(Errno.EINVAL, text);
        }
        if (entered.name().equals("globalstate") && fed.length > RUN_STATE_AT) {
            String text = new String(fed, RUN_STATE_AT, fed.length - RUN_STATE_AT, StandardCharsets.US_ASCII);
            runState = text.substring(0, text.indexOf('\0'));
        }
    }

    private void leave() {
        Section left = section;
        if (left != null && left.kind() == Section.Kind.END) {
            device().ifPresent(device -> vmm.handlerDowntime(device, vmm.host().trueNs() - endSectionNs));
        }
        section = null;
    }

    private void record(StreamElement.DeviceRecord record) throws LoadFailed {
        MigratedDevice device = device().orElseThrow();
        StreamTag tag = record.tag();
        vmm.host().passAbout(RECORD_NS);
        vmm.log().record(device.number(), tag.value(), record.lengthBytes());
        switch (tag) {
            case END_OF_STATE, DEV_CONFIG_LOAD_READY -> sectionIsWhole = true;
            case DEV_INIT_DATA_SENT -> {
                sectionIsWhole = true;
                if (!vmm.release().has(Change.PRE_COPY)) {
                    throw unknownTag(device, "0x%x".formatted(tag.value()));
                }
                target.initialDataLoaded(device);
            }
            case DEV_CONFIG_STATE -> {
                if (target.configComesElsewhere(device)) {
                    vmm.log()
                            .error(device.name()
                                    + ": got DEV_CONFIG_STATE in main migration channel but doing multifd transfer");
                    throw new LoadFailed(Errno.EINVAL, "");
                }
                if (vmm.release().has(Change.MULTIFD_DEVICE_STATE)) {
                    vmm.log().step(device.number(), "vfio_load_device_config_state_start", "");
                }
            }
            case DEV_SETUP_STATE, DEV_DATA_STATE -> {}
        }
    }

    private LoadFailed unknownTag(MigratedDevice device, String found) {
        vmm.log().error(device.name() + ": Unknown tag " + found);
        return sectionFailed(Errno.EINVAL);
    }

    /// Writes device data to the device whose section this is.
    private void load(StateData data) throws LoadFailed {
        Optional<Errno> failure = write(vmm, device().orElseThrow(), data);
        if (failure.isPresent()) {
            throw sectionFailed(failure.get());
        }
    }

    /// Writes device data to a device, in as many calls as it takes.
    ///
    /// @return why that failed
    static Optional<Errno> write(VmmContext vmm, MigratedDevice device, StateData data) {
        int most = vmm.settings().buffers().writeBytes();
        int at = 0;
        while (at < data.length()) {
            int length = most == 0 ? data.length() - at : Math.min(most, data.length() - at);
            switch (device.calls().write(device.dataFd().orElse(-1), data.slice(at, length))) {
                case Answer.Failed<Integer>(Errno errno) -> {
                    return Optional.of(errno);
                }
                case Answer.Done<Integer>(Integer written) -> {
                    if (written == 0) {
                        return Optional.of(Errno.EIO);
                    }
                    at += written;
                }
            }
        }
        return Optional.empty();
    }

    /// Says which section could not be loaded; 11.0 and later do that in the last line alone.
    private LoadFailed sectionFailed(Errno errno) {
        Section failed = section;
        if (failed != null && !vmm.release().has(Change.NOTIFIER_FIRST)) {
            boolean first = failed.kind() == Section.Kind.START || failed.kind() == Section.Kind.FULL;
            vmm.log()
                    .error(
                            first
                                    ? "error while loading state for instance 0x%x of device '%s'"
                                            .formatted(failed.instance(), failed.name())
                                    : "error while loading state section id %d(%s)"
                                            .formatted(failed.id(), failed.name()));
        }
        return new LoadFailed(errno, "Failed to load vmstate version_id: 1, ret: " + -errno.number());
    }

    private LoadFailed damaged(StreamElement.Damage damage) {
        Section in = section;
        if (in == null) {
            vmm.log().error("Unknown savevm section type " + damage.found());
            return new LoadFailed(Errno.EINVAL, "Unknown savevm section type");
        }
        if (sectionIsWhole) {
            vmm.log()
                    .error("Mismatched section id in footer for " + in.name() + " -- read " + damage.found()
                            + " expected 0x%x".formatted(in.id()));
            return new LoadFailed(Errno.EINVAL, "Section footer error, section_id: " + in.id());
        }
        Optional<MigratedDevice> device = device();
        return device.isPresent() ? unknownTag(device.get(), damage.found()) : sectionFailed(Errno.EINVAL);
    }

    /// The connection has ended before the stream.
    LoadFailed endedEarly() {
        Section in = section;
        if (in == null) {
            return new LoadFailed(Errno.EIO, "");
        }
        vmm.log().error("check_section_footer: Read section footer failed: -5");
        return new LoadFailed(Errno.EINVAL, "Section footer error, section_id: " + in.id());
    }

    /// Whether a device record is under way, for messages.
    OptionalLong payloadMissing() {
        return parser.payloadRemaining() > 0 ? OptionalLong.of(parser.payloadRemaining()) : OptionalLong.empty();
    }
}
