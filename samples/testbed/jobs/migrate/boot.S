# The boot sector that the small VMs run: at each tick of the timer it writes to 32 pages, going round through 448 KiB,
# so that there is always memory to send again.
        .code16
        .globl  start
        .set    FIRST, 0x1000           # segments of the memory that is written to
        .set    LAST, 0x8000
        .set    PAGE, 0x100
start:
        sti
        movw    $FIRST, %bx
wait:
        hlt
        movw    $32, %cx
touch:
        movw    %bx, %ds
        incb    0
        addw    $PAGE, %bx
        cmpw    $LAST, %bx
        jb      again
        movw    $FIRST, %bx
again:
        loop    touch
        jmp     wait
        .org    510
        .byte   0x55, 0xaa
