package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.device.DeviceProfile.Image;
import dev.vfr.samples.device.DeviceProfile.Loading;
import dev.vfr.samples.device.DeviceProfile.Part;
import dev.vfr.samples.device.DeviceProfile.Saving;
import dev.vfr.samples.device.DeviceProfile.Sizes;
import java.util.HexFormat;
import java.util.List;

/// The kernel's sample driver mtty with one port and with two, as it is and as it was modified for the test bed.
final class MttyProfiles {

    private static final int HEADER = 24;

    private MttyProfiles() {}

    static List<DeviceProfile> mtty() {
        return List.of(Drivers.named("mtty"), Drivers.named("mtty-2"));
    }

    /// The modified driver puts 100 bytes before the ports and 200 behind them, and looks at them when they come back.
    static List<DeviceProfile> modified() {
        return mtty().stream().map(MttyProfiles::modified).toList();
    }

    private static DeviceProfile modified(DeviceProfile mtty) {
        long ports = mtty.sizes().stopCopyBytes();
        Loading loading = mtty.loading();
        return new DeviceProfile(
                mtty.type(),
                mtty.flags(),
                new Image(
                        Layout.FIXED,
                        mtty.image().headerHex(),
                        0,
                        List.of(
                                new Part(rigged(HEADER, 100), true),
                                mtty.image().body().getFirst(),
                                new Part(rigged(HEADER + 100 + (int) ports, 200), true)),
                        Long.MAX_VALUE),
                new Sizes(HEADER + 100, 0, 0, ports + 200, 4096),
                mtty.speed(),
                new Saving(mtty.saving().fileName(), TemporaryEnd.ENOMSG, false, false, false, 0, false),
                new Loading(
                        loading.badHeader(),
                        Errno.EBADMSG,
                        loading.contentChecked(),
                        loading.tooLong(),
                        loading.tooShort(),
                        false,
                        false,
                        false),
                mtty.dmaTracking(),
                mtty.quirks(),
                mtty.protocol());
    }

    /// What the modified driver has at each place of its stream.
    private static String rigged(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int place = from + i;
            bytes[i] = (byte) (place * 131 + (place >> 8) * 17 + 7);
        }
        return HexFormat.of().formatHex(bytes);
    }
}
