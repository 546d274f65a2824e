package dev.vfr.recorder.capture.compress;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// The libraries' readers. Each takes a file of several members or frames as their contents in turn.
final class Decompressors {

    /// What `xz -9` needs, twice.
    private static final int XZ_MEMORY_KIB = 1 << 17;

    private Decompressors() {}

    static InputStream open(Compression compression, InputStream in) throws IOException {
        return switch (compression) {
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get();
            case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case ZSTD -> new ZstdInputStream(in);
            case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
        };
    }
}
