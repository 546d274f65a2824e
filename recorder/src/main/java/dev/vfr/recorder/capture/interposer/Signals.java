package dev.vfr.recorder.capture.interposer;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// What vfr does with signals while it records.
public final class Signals {

    private static final List<String> FORWARDED = List.of("HUP", "TERM", "USR1", "USR2");

    /// Those that a terminal sends to all processes in its foreground, so that the command has them already.
    private static final List<String> OF_TERMINAL = List.of("INT", "CONT", "WINCH");

    /// Taken before there was a command to pass them on to.
    private final Queue<Integer> early = new ArrayDeque<>();

    private @Nullable SpawnedCommand command;

    private Signals() {}

    /// From now on signals do not end vfr, but are kept for the command that is going to be started.
    public static Signals forward() {
        Signals signals = new Signals();
        for (String name : FORWARDED) {
            handle(name, signals::take);
        }
        for (String name : OF_TERMINAL) {
            handle(name, number -> {
                if (!Posix.isInForeground()) {
                    signals.take(number);
                }
            });
        }
        return signals;
    }

    private synchronized void take(int number) {
        if (command == null) {
            early.add(number);
        } else {
            command.signal(number);
        }
    }

    /// Passes on what has come and what comes.
    public synchronized void to(SpawnedCommand started) {
        command = started;
        early.forEach(started::signal);
        early.clear();
    }

    /// Ends the recording of a VMM that is not ours, in order, by the signals that would end vfr.
    public static void stop(AttachedVmm vmm) {
        for (String name : List.of("HUP", "INT", "TERM")) {
            handle(name, number -> vmm.stop());
        }
    }

    /// A signal that this process was told to ignore, as by `nohup`, stays ignored.
    ///
    /// The JDK has no other way to it than this class, of which the compiler warns whoever names it.
    private static void handle(String name, IntConsumer action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            int number = (int) signalType.getMethod("getNumber").invoke(signal);
            if (isIgnored(number)) {
                return;
            }
            MethodHandle act = MethodHandles.lookup()
                    .findVirtual(IntConsumer.class, "accept", MethodType.methodType(void.class, int.class));
            MethodHandle onSignal =
                    MethodHandles.dropArguments(MethodHandles.insertArguments(act, 0, action, number), 0, signalType);
            Object handler = MethodHandleProxies.asInterfaceInstance(handlerType, onSignal);
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            // A signal that the JVM keeps for itself does what it always does.
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("sun.misc.Signal", e);
        }
    }

    private static boolean isIgnored(int number) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line ->
                            new BigInteger(line.substring("SigIgn:".length()).strip(), 16).testBit(number - 1));
        } catch (IOException e) {
            return false;
        }
    }
}
