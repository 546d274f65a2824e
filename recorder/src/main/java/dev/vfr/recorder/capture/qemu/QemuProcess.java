package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import java.util.Optional;
import java.util.Set;

/// One QEMU process as its captures show it: takes their facts in order of time and makes events of them.
///
/// What needs more than one line is put together here: attempts and adoptions of device states, errnos from
/// messages, names of devices, sessions and stream offsets. Not safe for use by two threads.
public final class QemuProcess {

    private final Timeline timeline;
    private final Devices devices;
    private final ErrorTexts errorTexts;
    private final TraceTranslator translator;

    /// @param held the order of events, which the processes of a trace share
    /// @param process the trace's number of the process
    /// @param startNs the trace's time 0 in ns since 1970-01-01T00:00:00Z, [CaptureCursor#NO_TIME] where no file
    ///     has times
    QemuProcess(HeldEvents held, int process, long startNs, DeviceNumbers numbers) {
        timeline = new Timeline(held, process, startNs);
        devices = new Devices(timeline, numbers);
        errorTexts = new ErrorTexts(devices, timeline);
        translator = new TraceTranslator(timeline, devices, this);
    }

    /// When and on which thread the facts that follow happened.
    ///
    /// @param epochNs ns since 1970-01-01T00:00:00Z, [CaptureCursor#NO_TIME] where it is not shown
    /// @param thread the thread's id, [EventHeader#NONE] where it is not shown
    public void at(long epochNs, int thread) {
        timeline.at(epochNs, thread);
    }

    /// The header of a fact of the whole process at the time given last.
    public EventHeader header() {
        return timeline.header();
    }

    /// The header of a fact that the migration stream shows of the device with this handler, which is
    /// introduced by the handler's name where nothing else has.
    ///
    /// @param handler the handler's idstr, such as `0000:00:02.0/vfio`
    public EventHeader streamHeader(String handler) throws EventSourceException {
        return timeline.header(devices.ofHandler(handler).number(), EventHeader.NONE);
    }

    /// The header of a fact of the device with one of these names, where the process knows it.
    ///
    /// @param epochNs by another clock than the process's, see [Timeline#headerAt]
    public Optional<EventHeader> headerOf(Set<String> names, long epochNs) {
        return devices.knownAs(names).map(device -> timeline.headerAt(epochNs, device.number()));
    }

    /// As [#headerOf] for a device that is introduced where it is new.
    public EventHeader introduced(String name, long epochNs) throws EventSourceException {
        return timeline.headerAt(epochNs, devices.of(name).track().number());
    }

    /// As [#headerOf] for a fact of the whole process.
    public EventHeader headerAt(long epochNs) {
        return timeline.headerAt(epochNs, EventHeader.NONE);
    }

    public void append(MigrationEvent event) throws EventSourceException {
        timeline.append(event);
    }

    /// Whether a message names a device of the process.
    boolean names(String text) {
        return errorTexts.subject(text).isPresent();
    }

    /// A message that QEMU printed when it happened.
    public void errorLine(Optional<String> program, String text) throws EventSourceException {
        message(program, text, true);
    }

    /// A message of which it is not known when QEMU printed it among the other facts.
    public void errorLineOfUnknownTime(Optional<String> program, String text) throws EventSourceException {
        message(program, text, false);
    }

    /// A message that QEMU repeats when it is asked.
    public void reportedError(String text) throws EventSourceException {
        errorTexts.read(text, false);
    }

    private void message(Optional<String> program, String text, boolean prompt) throws EventSourceException {
        EventHeader header = errorTexts.subject(text).map(timeline::header).orElseGet(timeline::header);
        timeline.append(new ErrorLinePrinted(header, program, text));
        errorTexts.read(text, prompt);
    }

    /// QEMU told its client of a device state.
    ///
    /// @param id QMP's id of the device, empty for a device without one
    public void announced(String id, String qomPath, String state) throws EventSourceException {
        DeviceTrack device = devices.announced(id, qomPath, state);
        timeline.append(new DeviceStateAnnounced(timeline.header(device), state));
    }

    /// A line of the trace log.
    ///
    /// @return false where its text is not what QEMU prints
    boolean traced(TraceEvents.Known event, TraceText text) throws EventSourceException {
        return translator.translate(event, text);
    }

    /// The captures end: what still waits goes without.
    void finish() throws EventSourceException {
        devices.finish();
    }
}
