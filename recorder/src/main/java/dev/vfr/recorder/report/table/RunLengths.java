package dev.vfr.recorder.report.table;

import java.io.ByteArrayOutputStream;

/// Small numbers in Parquet's mixture of runs and bit-packed groups of eight.
///
/// Source: Encodings.md of apache/parquet-format, "Run Length Encoding / Bit-Packing Hybrid": a header as a varint,
/// whose lowest bit says which it is, then the value of the run, or the groups with the lowest bits first.
final class RunLengths {

    private static final int GROUP = 8;

    private RunLengths() {}

    /// The numbers without the length before them.
    ///
    /// @param bits how many bits a number takes, 1 to 24
    static byte[] encode(int[] values, int count, int bits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < count) {
            int run = runFrom(values, count, at);
            if (run >= GROUP) {
                varint(out, run << 1);
                for (int shift = 0; shift < bits; shift += 8) {
                    out.write(values[at] >>> shift);
                }
                at += run;
            } else {
                at = packed(out, values, count, bits, at);
            }
        }
        return out.toByteArray();
    }

    /// Groups up to where a run begins that is worth one, or up to the end, which is filled with zeros.
    private static int packed(ByteArrayOutputStream out, int[] values, int count, int bits, int from) {
        int to = from;
        do {
            to = Math.min(count, to + GROUP);
        } while (to < count && runFrom(values, count, to) < GROUP);
        int groups = (to - from + GROUP - 1) / GROUP;
        varint(out, (groups << 1) | 1);
        long buffer = 0;
        int filled = 0;
        for (int i = from; i < from + groups * GROUP; i++) {
            buffer |= (long) (i < to ? values[i] : 0) << filled;
            for (filled += bits; filled >= 8; filled -= 8) {
                out.write((int) buffer);
                buffer >>>= 8;
            }
        }
        return to;
    }

    private static int runFrom(int[] values, int count, int from) {
        int to = from + 1;
        while (to < count && values[to] == values[from]) {
            to++;
        }
        return to - from;
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
