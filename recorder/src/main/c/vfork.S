/*
 * vfork. Its child runs on this very stack and in this memory, but with fds of its own: what it closes and dups must
 * not be taken for ours. So we tell the wrappers, by vfr_vfork_depth of the thread that the child borrows.
 *
 * No function of C can do it: it would return into a frame that the child has overwritten by then. As libc does, we
 * keep the return address where the kernel restores it for the parent, in a register, and beside it the depth before.
 */
#if defined(__x86_64__)
    .text
    .globl vfork
    .type vfork, @function
vfork:
    .cfi_startproc
    endbr64
    popq %rdi
    .cfi_adjust_cfa_offset -8
    .cfi_register %rip, %rdi
    movq vfr_vfork_depth@gottpoff(%rip), %rdx
    movl %fs:(%rdx), %esi
    movl $58, %eax /* SYS_vfork */
    syscall
    testq %rax, %rax
    jz 1f
    pushq %rdi
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %rip, 0
    movl %esi, %fs:(%rdx)
    cmpq $-4095, %rax
    jae 2f
    ret
1:
    .cfi_adjust_cfa_offset -8
    .cfi_register %rip, %rdi
    /* Jumps and does not return: with a shadow stack, the parent's return address there must stay. */
    incl %esi
    movl %esi, %fs:(%rdx)
    jmp *%rdi
2:
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %rip, 0
    negl %eax
    pushq %rax
    .cfi_adjust_cfa_offset 8
    call __errno_location@PLT
    popq %rdx
    .cfi_adjust_cfa_offset -8
    movl %edx, (%rax)
    movl $-1, %eax
    ret
    .cfi_endproc
    .size vfork, . - vfork
#elif defined(__aarch64__)
    .text
    .globl vfork
    .type vfork, %function
vfork:
    .cfi_startproc
    hint #34 /* bti c */
    mrs x9, tpidr_el0
    adrp x10, :gottprel:vfr_vfork_depth
    ldr x10, [x10, :gottprel_lo12:vfr_vfork_depth]
    add x9, x9, x10
    ldr w11, [x9]
    mov x0, #0x4111 /* CLONE_VM | CLONE_VFORK | SIGCHLD */
    mov x1, #0
    mov x2, #0
    mov x3, #0
    mov x4, #0
    mov x8, #220 /* SYS_clone; there is no SYS_vfork */
    svc #0
    cbz x0, 1f
    str w11, [x9]
    cmn x0, #4095
    b.cs 2f
    ret
1:
    add w11, w11, #1
    str w11, [x9]
    ret
2:
    stp x29, x30, [sp, #-32]!
    .cfi_def_cfa_offset 32
    .cfi_offset 29, -32
    .cfi_offset 30, -24
    neg w0, w0
    str w0, [sp, #16]
    bl __errno_location
    ldr w1, [sp, #16]
    str w1, [x0]
    mov w0, #-1
    ldp x29, x30, [sp], #32
    .cfi_restore 29
    .cfi_restore 30
    .cfi_def_cfa_offset 0
    ret
    .cfi_endproc
    .size vfork, . - vfork
#else
#error "vfork is written for x86-64 and aarch64"
#endif
    .section .note.GNU-stack, "", %progbits
