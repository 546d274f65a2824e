package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The devices of one process: introduces each when it is first seen, and again when another name of it is
/// learnt.
///
/// A QMP id is tied to a device of the log only by what QEMU does: it announces a state right after it took it,
/// on the same thread, so that the device that took a state last is the one announced. Where that does not fit,
/// the id stays a device of its own.
final class Devices {

    private static final String PREPARE = "-prepare";

    private final Timeline timeline;
    private final DeviceNumbers numbers;
    private final Map<String, Entry> byName = new HashMap<>();
    private final Map<String, Entry> byQmpId = new HashMap<>();
    private final List<Entry> all = new ArrayList<>();
    private @Nullable Entry tookStateLast;

    Devices(Timeline timeline, DeviceNumbers numbers) {
        this.timeline = timeline;
        this.numbers = numbers;
    }

    record Entry(DeviceTrack track, DeviceRequests requests, EarlierFailures earlier) {}

    /// The device called `name`, introduced where it is new.
    Entry of(String name) throws EventSourceException {
        Entry known = byName.get(name);
        return known != null ? known : introduce(name);
    }

    private Entry introduce(String name) throws EventSourceException {
        DeviceTrack track = new DeviceTrack(numbers.take(), name);
        Entry entry = new Entry(track, new DeviceRequests(timeline, track), new EarlierFailures(timeline, track));
        byName.put(name, entry);
        all.add(entry);
        announceNames(track);
        return entry;
    }

    /// The device whose handler in the migration stream has this name.
    DeviceTrack ofHandler(String handler) throws EventSourceException {
        for (Entry entry : all) {
            if (entry.track().aliases().contains(handler)) {
                return entry.track();
            }
        }
        return of(handler).track();
    }

    /// The device that has one of these names.
    Optional<DeviceTrack> knownAs(Set<String> names) {
        return all.stream()
                .map(Entry::track)
                .filter(track ->
                        names.contains(track.name()) || track.aliases().stream().anyMatch(names::contains))
                .findFirst();
    }

    Optional<DeviceTrack> known(String name) {
        Entry entry = byName.get(name);
        return entry == null ? Optional.empty() : Optional.of(entry.track());
    }

    /// The device whose name `text` begins with, where one is known: regions are called after their device.
    Optional<DeviceTrack> knownByPrefix(String text) {
        for (Entry entry : all) {
            if (text.startsWith(entry.track().name())) {
                return Optional.of(entry.track());
            }
        }
        return Optional.empty();
    }

    void addAlias(DeviceTrack track, String alias) throws EventSourceException {
        if (track.addAlias(alias)) {
            announceNames(track);
        }
    }

    private void announceNames(DeviceTrack track) throws EventSourceException {
        timeline.append(
                new DeviceNamed(timeline.header(track.number(), EventHeader.NONE), track.name(), track.aliases()));
    }

    void tookState(Entry entry) {
        tookStateLast = entry;
    }

    /// The device that QMP announces by its id, tied to the log's where the announced state shows it.
    ///
    /// @param id QMP's device id, empty for a device without one
    DeviceTrack announced(String id, String qomPath, String state) throws EventSourceException {
        String key = id.isEmpty() ? qomPath : id;
        Entry entry = byQmpId.get(key);
        if (entry == null) {
            entry = deviceThatTook(state);
            if (entry == null) {
                entry = of(key);
            }
            byQmpId.put(key, entry);
            boolean idIsNew = entry.track().addAlias(id);
            if (entry.track().addAlias(qomPath) || idIsNew) {
                announceNames(entry.track());
            }
        }
        return entry.track();
    }

    private @Nullable Entry deviceThatTook(String stateWord) {
        Entry last = tookStateLast;
        if (last == null || byQmpId.containsValue(last)) {
            return null;
        }
        if (stateWord.endsWith(PREPARE)) {
            return all.size() == 1 ? last : null;
        }
        DeviceState state = last.track().state();
        return DeviceStates.ofWord(stateWord).equals(Optional.ofNullable(state)) ? last : null;
    }

    void finish() throws EventSourceException {
        for (Entry entry : all) {
            entry.requests().finish();
        }
    }
}
