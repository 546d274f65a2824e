package dev.vfr.recorder.capture.strace;

import dev.vfr.model.vfio.FdKind;
import dev.vfr.model.vfio.VfioIoctl;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The request of an ioctl as strace prints it: `VFIO_DEVICE_FEATURE or VFIO_IOMMU_DIRTY_PAGES or …`,
/// `_IOC(_IOC_NONE, 0x3b, 0x79, 0)`, `0x3b79`.
final class StraceRequest {

    private static final Pattern IOC =
            Pattern.compile("_IOC\\((\\w+), 0x([0-9a-f]{1,2}), 0x([0-9a-f]{1,2}), (0x[0-9a-f]+|0)\\)");
    private static final Pattern HEXADECIMAL = Pattern.compile("^0x[0-9a-f]{1,8}");

    private StraceRequest() {}

    static boolean isVfio(String text) {
        return text.startsWith("VFIO_") || text.startsWith("_IOC(_IOC_NONE, 0x3b,");
    }

    /// The number that the text means on a fd of that kind, empty where it is none of VFIO's.
    static OptionalLong number(String text, FdKind kind) {
        Matcher parts = IOC.matcher(text);
        if (parts.find()) {
            boolean plain = parts.group(1).equals("_IOC_NONE")
                    && (parts.group(4).equals("0") || parts.group(4).equals("0x0"));
            int type = Integer.parseInt(parts.group(2), 16);
            return plain
                    ? OptionalLong.of((long) type << 8 | Integer.parseInt(parts.group(3), 16))
                    : OptionalLong.empty();
        }
        Matcher number = HEXADECIMAL.matcher(text);
        if (number.find()) {
            return StraceArguments.number(number.group());
        }
        return named(text, kind);
    }

    /// One number has several names; that of the fd's kind is meant, and all have the same number.
    private static OptionalLong named(String text, FdKind kind) {
        OptionalLong any = OptionalLong.empty();
        for (String name : text.split(" or ", -1)) {
            for (VfioIoctl ioctl : VfioIoctl.values()) {
                if (ioctl.name().equals(name.strip())) {
                    if (ioctl.fdKind() == kind) {
                        return OptionalLong.of(ioctl.number());
                    }
                    any = OptionalLong.of(ioctl.number());
                }
            }
        }
        return any;
    }
}
