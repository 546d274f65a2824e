package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.vfio.Errno;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Compares what a poll of a data_fd says with what the next read gives: [EmptyPoll].
final class PollWatcher implements Watcher {

    private static final int POLLIN = 0x1;
    private static final int POLLOUT = 0x4;

    private final FactCollector facts;
    private final Map<Integer, DataFdPolled> readable = new HashMap<>();

    PollWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(DataFdPolled.class, DataRead.class, DeviceStateSet.class, DeviceReset.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        DataFdPolled said = readable.remove(header.device());
        if (event instanceof DataFdPolled polled) {
            if (polled.result().isOk() && saysReadable(polled)) {
                readable.put(header.device(), polled);
            }
        } else if (event instanceof DataRead read && said != null && isEmpty(read.result())) {
            facts.add(new EmptyPoll(said, header));
        }
    }

    private static boolean isEmpty(CallResult result) {
        return result.is(Errno.ENOMSG) || result.is(Errno.EAGAIN);
    }

    /// A driver without a poll of its own is said by the kernel to be readable and writable for ever.
    private static boolean saysReadable(DataFdPolled polled) {
        int events = polled.answeredEvents().orElse(0);
        boolean wholeAnswer = (polled.askedEvents() & POLLOUT) != 0;
        return wholeAnswer && (events & POLLIN) != 0 && (events & POLLOUT) == 0;
    }

    @Override
    public void finish(MigrationState end) {
        // A poll that no read follows promised nothing that was tried.
    }
}
