package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import dev.vfr.samples.host.Link;
import dev.vfr.samples.host.SimulatedHost;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The VMM that a migration goes to: loads what arrives and starts the VM.
///
/// A device judges its data at RESUMING to STOP, which is walked only when the VM starts: by then the source
/// already believes that all is well.
public final class DestinationVmm {

    private static final long STEP_NS = 150_000;

    private final SimulatedHost host;
    private final VmmLog log;
    private final List<MigratedDevice> devices = new ArrayList<>();
    private boolean failed;
    private long loadedAtTrueNs;
    private OptionalLong runningAtTrueNs = OptionalLong.empty();

    public DestinationVmm(SimulatedHost host, VmmLog log) {
        this.host = host;
        this.log = log;
    }

    /// Plugs a device in, before the process is started.
    public void plugIn(VfioDevice device, VmmDeviceName name) {
        devices.add(new MigratedDevice(device, name, log));
    }

    /// Starts the process, which then waits for a migration.
    public void boot() {
        devices.forEach(MigratedDevice::open);
        log.runState("inmigrate");
    }

    /// The truth: when everything was loaded, as the source is told.
    long loadedAtTrueNs() {
        return loadedAtTrueNs;
    }

    /// The truth: when the last device was RUNNING because it had taken its data; empty where it never was.
    public OptionalLong runningAtTrueNs() {
        return runningAtTrueNs;
    }

    /// The truth: whether the load ended with an error.
    public boolean hasFailed() {
        return failed;
    }

    void receive(Link.Arrival<StreamMessage> arrival) {
        host.waitUntil(arrival.trueNs());
        if (failed) {
            return;
        }
        switch (arrival.message()) {
            case StreamMessage.Start() -> start();
            case StreamMessage.Ram() -> host.passAbout(STEP_NS / 10);
            case StreamMessage.DeviceRecord(int device, long tag) -> {
                host.passAbout(STEP_NS / 50);
                log.record(devices.get(device).number(), tag, OptionalLong.empty());
            }
            case StreamMessage.DeviceData(int device, StateData data) -> load(devices.get(device), data);
            case StreamMessage.End() -> startVm();
            case StreamMessage.Closed() -> fail(Errno.EIO);
        }
    }

    private void start() {
        log.status("setup");
        host.passAbout(STEP_NS);
        log.status("active");
        for (MigratedDevice device : devices) {
            device.setState(DeviceState.RESUMING, DeviceState.RUNNING).ifPresent(this::fail);
        }
    }

    private void load(MigratedDevice device, StateData data) {
        log.record(device.number(), StreamTag.DEV_DATA_STATE, OptionalLong.of(data.length()));
        StateData left = data;
        while (left.length() > 0 && !failed) {
            int dataFd = device.dataFd().orElse(-1);
            switch (device.calls().write(dataFd, left)) {
                case Answer.Done<Integer>(Integer taken) -> left = left.slice(taken, left.length() - taken);
                case Answer.Failed<Integer>(Errno errno) -> fail(errno);
            }
        }
    }

    private void startVm() {
        host.passAbout(STEP_NS);
        log.checkpoint("dst-precopy-loadvm-completed");
        loadedAtTrueNs = host.trueNs();
        host.passAbout(STEP_NS);
        log.checkpoint("dst-precopy-bh-enter");
        host.passAbout(STEP_NS);
        log.checkpoint("dst-precopy-bh-announced");
        boolean refused = false;
        for (MigratedDevice device : devices) {
            refused |= device.vmStarts(true).isPresent();
        }
        for (MigratedDevice device : devices) {
            refused |= device.vmStarts(false).isPresent();
        }
        if (!refused) {
            runningAtTrueNs = OptionalLong.of(host.trueNs());
        }
        log.runState("running");
        log.checkpoint("dst-precopy-bh-vm-started");
        log.status("completed");
        devices.forEach(MigratedDevice::closeDataFd);
        host.passAbout(10 * STEP_NS);
        log.queried("completed", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    private void fail(Errno errno) {
        failed = true;
        log.error("load of migration failed: " + errno.text());
        log.status("failed");
        for (MigratedDevice device : devices) {
            device.closeDataFd();
            device.close();
        }
    }
}
