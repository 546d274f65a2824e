package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.host.SimulatedHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Loads device state that comes through multifd channels: buffers in any order, given to each device in theirs
/// by a thread of its own.
///
/// A thread is only a clock of its own here: it begins with a buffer when both are ready.
final class ChannelLoader {

    private static final int FIRST_CHANNEL_THREAD = 200;
    private static final int FIRST_LOAD_THREAD = 300;
    private static final long CONFIG_NS = 800_000;

    private final VmmContext vmm;
    private final Map<String, DeviceQueue> queues = new LinkedHashMap<>();

    /// What waits for one device.
    private static final class DeviceQueue {
        private final MigratedDevice device;
        private final int thread;
        private final TreeMap<Integer, Waiting> waiting = new TreeMap<>();
        private long clockNs;
        private long queuedBytes;
        private int next;
        private boolean starved;
        private boolean done;

        private DeviceQueue(MigratedDevice device, int thread, long clockNs) {
            this.device = device;
            this.thread = thread;
            this.clockNs = clockNs;
        }
    }

    private record Waiting(StreamMessage.Packet packet, long arrivedNs) {}

    ChannelLoader(VmmContext vmm) {
        this.vmm = vmm;
    }

    private boolean isOn() {
        return vmm.settings().deviceChannels().destination() && vmm.release().has(Change.MULTIFD_DEVICE_STATE);
    }

    /// Whether a device's state comes this way.
    boolean carries(MigratedDevice device) {
        return isOn() && queues.containsKey(device.handler());
    }

    /// The source's guest has stopped: a thread for each device begins.
    void start(List<MigratedDevice> devices, long nowNs) {
        if (!isOn()) {
            return;
        }
        for (MigratedDevice device : devices) {
            int thread = FIRST_LOAD_THREAD + queues.size();
            DeviceQueue queue = new DeviceQueue(device, thread, nowNs);
            queues.put(device.handler(), queue);
            on(queue, nowNs, () -> vmm.log().step(device.number(), "vfio_load_bufs_thread_start", ""));
        }
    }

    private <E extends Exception> void on(DeviceQueue queue, long fromNs, SimulatedHost.Work<E> work) throws E {
        queue.clockNs = vmm.host().onThread(queue.thread, fromNs, work);
    }

    /// Takes a packet off its channel.
    void take(StreamMessage.Packet packet, long arrivedNs) throws LoadFailed {
        @Nullable DeviceQueue queue = queues.get(packet.handler());
        if (queue == null) {
            vmm.log().error(packet.handler() + ": got device state packet but not doing multifd transfer");
            throw new LoadFailed(Errno.EINVAL, "");
        }
        vmm.host()
                .onThread(
                        FIRST_CHANNEL_THREAD + packet.channel(),
                        arrivedNs,
                        () -> vmm.log().buffer(queue.device.number(), "incoming", packet.index()));
        queue.waiting.put(packet.index(), new Waiting(packet, arrivedNs));
        queue.queuedBytes += packet.data().length();
        checkLimit(queue, packet);
        while (!queue.done && queue.waiting.containsKey(queue.next)) {
            loadNext(queue);
        }
    }

    private void checkLimit(DeviceQueue queue, StreamMessage.Packet packet) throws LoadFailed {
        long most = vmm.settings().deviceChannels().maxQueuedBytes().orElse(Long.MAX_VALUE);
        if (queue.queuedBytes > most && vmm.release().has(Change.BOUNDED_QUEUE)) {
            vmm.log()
                    .error(queue.device.name() + ": queuing state buffer " + packet.index()
                            + " would exceed the size max of " + most);
            throw new LoadFailed(Errno.EINVAL, "");
        }
    }

    private void loadNext(DeviceQueue queue) throws LoadFailed {
        Optional<Waiting> due = Optional.ofNullable(queue.waiting.remove(queue.next));
        Waiting waiting = due.orElseThrow();
        queue.queuedBytes -= waiting.packet().data().length();
        queue.next++;
        queue.starved = false;
        long fromNs = Math.max(queue.clockNs, waiting.arrivedNs());
        if (waiting.packet().config()) {
            on(queue, fromNs, () -> loadConfig(queue.device));
            queue.done = true;
        } else {
            on(queue, fromNs, () -> load(queue.device, waiting.packet()));
        }
    }

    private void load(MigratedDevice device, StreamMessage.Packet packet) throws LoadFailed {
        vmm.log().buffer(device.number(), "load_start", packet.index());
        Optional<Errno> failure = StreamLoader.write(vmm, device, packet.data());
        if (failure.isPresent()) {
            throw new LoadFailed(failure.get(), "");
        }
        vmm.log().buffer(device.number(), "load_end", packet.index());
    }

    private void loadConfig(MigratedDevice device) {
        vmm.log().step(device.number(), "vfio_load_device_config_state_start", "");
        vmm.host().passAbout(CONFIG_NS);
        vmm.log().step(device.number(), "vfio_load_device_config_state_end", "");
        vmm.log().step(device.number(), "vfio_load_bufs_thread_end", "");
    }

    /// Nothing arrives before `trueNs` any more: threads that wait by then say so.
    void idleUntil(long trueNs) {
        for (DeviceQueue queue : queues.values()) {
            if (!queue.done && !queue.starved && queue.clockNs <= trueNs) {
                queue.starved = true;
                on(queue, queue.clockNs, () -> vmm.log().buffer(queue.device.number(), "starved", queue.next));
            }
        }
    }

    /// Whether all devices have what comes this way.
    boolean areDone() {
        return queues.values().stream().allMatch(queue -> queue.done);
    }

    /// The truth: when the last thread was done.
    long doneAtTrueNs() {
        return queues.values().stream().mapToLong(queue -> queue.clockNs).max().orElse(0);
    }
}
