package dev.vfr.recorder.capture.qemu;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Tells a message of QEMU (`PROGRAM: text`, after a time `[GUEST ]PROGRAM: text`) from other text.
public final class MessageLine {

    private static final int LONGEST_WORD = 256;

    private String program = "";
    private String text = "";

    /// Whether `bytes` from `from` to `to` are a message.
    ///
    /// @param afterTime whether the time stamp of messages stands before it; without it, and after a
    ///     guest's name, only a program that is called after QEMU or KVM counts, so that other programs' output
    ///     does not pass for messages
    public boolean parse(byte[] bytes, int from, int to, boolean afterTime) {
        int end = programEnd(bytes, from, to);
        int start = from;
        boolean afterGuest = end < 0 && afterTime;
        if (afterGuest) {
            start = endOfWord(bytes, from, to) + 1;
            end = start < to ? programEnd(bytes, start, to) : -1;
        }
        if (end < 0) {
            return false;
        }
        String word = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        boolean anyProgram = afterTime && !afterGuest;
        if (!anyProgram && !word.contains("qemu") && !word.contains("kvm")) {
            return false;
        }
        // Where QEMU reads a file, it names file and line right behind its own name: `qemu:FILE:LINE: text`.
        int colon = word.indexOf(':');
        program = colon < 0 ? word : word.substring(0, colon);
        String location = colon < 0 ? "" : word.substring(colon + 1) + ": ";
        int textStart = Math.min(end + 2, to);
        text = location + new String(bytes, textStart, to - textStart, StandardCharsets.UTF_8);
        return true;
    }

    /// The end of a word that a colon and a space (or the line's end) follow, -1 where the first word is none.
    private static int programEnd(byte[] bytes, int from, int to) {
        int end = endOfWord(bytes, from, to);
        boolean program = end - from >= 2 && end - from < LONGEST_WORD && bytes[end - 1] == ':';
        return program ? end - 1 : -1;
    }

    private static int endOfWord(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != ' ') {
            i++;
        }
        return i;
    }

    public Optional<String> program() {
        return Optional.of(program);
    }

    public String text() {
        return text;
    }
}
