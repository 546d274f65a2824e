package dev.vfr.recorder.capture.kernellog;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a message of the kernel is about.
enum KernelTopic {
    /// VFIO, one of its drivers, or the host software of a vGPU.
    DRIVER("vfio|\\bmtty\\b|\\bmdev\\b|nvidia-vgpu|\\bvmiop|failed to match (?:VF|ACC_DEV|isolation)"),
    /// The IOMMU blocked an access.
    IOMMU_FAULT("DMAR: \\[|DMAR: DRHD: handling fault|AMD-Vi: .*(?:Event logged|IO_PAGE_FAULT|timed out)"
            + "|arm-smmu.*(?:fault|\\bF_[A-Z]|event 0x|Unhandled)|iommu.*\\bfault"),
    /// The VMM was killed, crashed or hung.
    VMM("(?:qemu|kvm)\\S{0,64} invoked oom-killer|Out of memory: Killed process \\d+ \\((?:qemu|kvm)"
            + "|oom-kill:.*task=(?:qemu|kvm)|(?:qemu|kvm)[\\w.-]{0,64}\\[\\d+\\]:? (?:segfault|general protection|trap)"
            + "|INFO: task (?:qemu|kvm|CPU \\d+/KVM|vhost)\\S{0,64}:\\d+ blocked"),
    /// The bus of a device: errors, resets, links.
    BUS("\\bAER: |PCIe Bus Error|\\bFLR\\b|function level reset|not ready \\d+ms after|Link is Down|Link Down"
            + "|unable to change power state|can't change power state|device inaccessible"),
    OTHER("(?!)");

    private static final Pattern PCI =
            Pattern.compile("(?<![0-9a-f:.])([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])(?![0-9a-f])");
    /// Without its domain, as the drivers of IOMMUs print it.
    private static final Pattern PCI_SHORT =
            Pattern.compile("(?:device \\[?|device=)([0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])(?![0-9a-f])");
    private static final Pattern UUID = Pattern.compile(
            "(?<![0-9a-f-])([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-f-])");
    private static final Pattern COMPLAINT = Pattern.compile(
            "fail|err(?:or|no|=)|timed? ?out|timeout|invalid|unable|cannot|can't|disabled|mismatch|fault|not ready"
                    + "|denied|refus|giving up|killed|blocked for|abort|unsupported|not supported",
            Pattern.CASE_INSENSITIVE);

    private final Pattern words;

    KernelTopic(String regex) {
        this.words = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    static KernelTopic of(String text) {
        for (KernelTopic topic : values()) {
            if (topic.words.matcher(text).find()) {
                return topic;
            }
        }
        return OTHER;
    }

    /// Whether the message says that something is wrong.
    static boolean complains(String text) {
        return COMPLAINT.matcher(text).find();
    }

    /// The PCI addresses and UUIDs in a message, as QEMU writes them.
    static Set<String> namesIn(String text) {
        Set<String> names = new LinkedHashSet<>();
        collect(PCI, text, "", names);
        collect(PCI_SHORT, text, "0000:", names);
        collect(UUID, text, "", names);
        return names;
    }

    private static void collect(Pattern pattern, String text, String before, Set<String> names) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(before + matcher.group(1));
        }
    }
}
