package dev.vfr.model.fold;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.vfio.DeviceState;
import java.util.OptionalLong;
import java.util.Random;

/// A trace of random events, legal or not, that depends on its seed alone.
public final class RandomTrace {

    private RandomTrace() {}

    public static TraceScript of(long seed, int events) {
        Random random = new Random(seed);
        TraceScript script = TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000)
                .device(1, "mt1");
        long now = 0;
        for (int i = 0; i < events; i++) {
            now += random.nextInt(50) - 5;
            script.at(random.nextInt(10) == 0 ? EventHeader.UNKNOWN_NS : Math.max(0, now))
                    .on(random.nextInt(3));
            add(script, random);
        }
        return script;
    }

    private static void add(TraceScript script, Random random) {
        DeviceState state = DeviceState.ofNumber(random.nextInt(8)).orElseThrow();
        switch (random.nextInt(14)) {
            case 0, 1 -> script.set(state);
            case 2 -> script.refused(state, 1 + random.nextInt(40));
            case 3 -> script.set(state, CallResult.UNKNOWN, SetCause.SET);
            case 4 -> script.reset();
            case 5 -> script.got(state);
            case 6, 7 -> script.read(random.nextInt(100));
            case 8 -> script.readFailed(42);
            case 9 -> script.written(random.nextInt(100));
            case 10 -> script.precopyInfo(random.nextInt(100), random.nextInt(100), random.nextInt(2));
            case 11 -> script.status("active");
            case 12 -> script.lost(OptionalLong.of(random.nextInt(5)));
            default -> script.flags(random.nextInt(9));
        }
    }
}
