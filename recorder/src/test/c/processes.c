/* Processes, threads and signals around VFIO fds: `processes CASE`. See said.h for what it prints. */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "said.h"

extern char **environ;

static const char *self_path;

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void wait_for(pid_t child)
{
    int status;

    must(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- threads ---- */

#define READERS 4
#define READS 2000

static struct known shared_data;

static void *reader(void *size)
{
    char buffer[512];
    struct known data = shared_data;

    /* Which of the threads gets which bytes only the kernel knows. */
    data.offset = -1;
    for (int i = 0; i < READS; i++) {
        ssize_t moved;
        int error = CALL(moved, read(data.fd, buffer, (size_t)size));
        say_moved(&data, "DataRead", error, (int64_t)(size_t)size, moved, buffer);
    }
    return NULL;
}

static void threads(void)
{
    struct known device = open_device(DEVICE_NAME);
    pthread_t all[READERS];

    shared_data = set_state(&device, PRE_COPY, 0);
    for (size_t i = 0; i < READERS; i++)
        must(pthread_create(&all[i], NULL, reader, (void *)(64 + i)) == 0);
    for (size_t i = 0; i < READERS; i++)
        pthread_join(all[i], NULL);
    close_said(&shared_data);
    close_said(&device);
}

/* Several threads see the process's first VFIO fd at once. */
static pthread_barrier_t barrier;

static void *first_user(void *unused)
{
    const struct known none = {.session = -1};
    int result;

    (void)unused;
    pthread_barrier_wait(&barrier);
    int fd = open("/dev/vfio/vfio", O_RDWR);
    for (int i = 0; i < 100; i++) {
        int error = CALL(result, ioctl(fd, 0x3b64));
        say(&none, "IoctlCalled CONTAINER 3b64 - %d", error);
    }
    close(fd);
    return NULL;
}

static void rush(void)
{
    pthread_t all[READERS];

    pthread_barrier_init(&barrier, NULL, READERS);
    for (int i = 0; i < READERS; i++)
        must(pthread_create(&all[i], NULL, first_user, NULL) == 0);
    for (int i = 0; i < READERS; i++)
        pthread_join(all[i], NULL);
}

static void *blocked(void *fd)
{
    char buffer[64];

    /* Never returns: nothing to be recorded. */
    if (read(*(int *)fd, buffer, sizeof buffer) >= 0)
        abort();
    return NULL;
}

/* A thread is cancelled while it waits in a read beneath our wrapper. FAKE_VFIO_BLOCK makes it wait. */
static void cancel(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, PRE_COPY, 0);
    static char buffer[8192];
    pthread_t thread;
    void *result;

    read_said(&data, buffer, sizeof buffer);
    for (int i = 0; i < 3; i++) {
        must(pthread_create(&thread, NULL, blocked, &data.fd) == 0);
        must(pthread_cancel(thread) == 0);
        must(pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED);
    }
    set_state(&device, STOP_COPY, 0);
    read_said(&data, buffer, 100);
    close_said(&data);
    close_said(&device);
}

/* ---- signals ---- */

static volatile sig_atomic_t signalled;

static void on_signal(int signal)
{
    char buffer[48];
    struct known data = shared_data;

    (void)signal;
    int before = errno;
    data.offset = -1;
    ssize_t moved;
    int error = CALL(moved, read(data.fd, buffer, sizeof buffer));
    say_moved(&data, "DataRead", error, sizeof buffer, moved, buffer);
    signalled++;
    errno = before;
}

static void signals(void)
{
    struct known device = open_device(DEVICE_NAME);
    const struct itimerval often = {.it_interval.tv_usec = 50, .it_value.tv_usec = 50};
    const struct itimerval never = {0};
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    char buffer[32];

    shared_data = set_state(&device, PRE_COPY, 0);
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    struct known data = shared_data;
    data.offset = -1;
    /* All has to fit into the ring, however seldom a slow machine lets the timer fire. */
    for (int reads = 0; reads < READS || signalled == 0; reads++) {
        ssize_t moved = read(data.fd, buffer, sizeof buffer);
        say_moved(&data, "DataRead", moved < 0 ? errno : 0, sizeof buffer, moved, buffer);
    }
    setitimer(ITIMER_REAL, &never, NULL);
    close_said(&shared_data);
    close_said(&device);
}

/* ---- fork, vfork, exec ---- */

static char bytes[256];

static void fork_child(const struct known *device, struct known *data)
{
    /* Two read the same stream now: where one of them is, neither can tell. */
    data->offset = -1;
    read_said(data, bytes, 50);
    int result;
    int error = CALL(result, ioctl(device->fd, 0x3b6b, &(uint32_t[8]){32}));
    say(device, "IoctlCalled DEVICE 3b6b - %d", error);
    close_said(data);
    struct known own = open_device("0000:00:03.0");
    close_said(&own);
    _exit(0);
}

static void forks(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, STOP_COPY, 0);

    read_said(&data, bytes, 100);
    pid_t child = fork();
    if (child == 0)
        fork_child(&device, &data);
    wait_for(child);
    data.offset = -1;
    read_said(&data, bytes, 100);
    /* What a child closes without having used it is no event: thus all daemons do before an exec. */
    child = fork();
    if (child == 0) {
        close(data.fd);
        close(device.fd);
        closefrom(3);
        _exit(0);
    }
    wait_for(child);
    read_said(&data, bytes, 100);
    close_said(&data);
    close_said(&device);
}

/* As a shell or a VMM's helper does it. Whatever the child does to its fds, the parent's stay what they are. */
static void vforks(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, STOP_COPY, 0);
    char *const arguments[] = {"true", NULL};

    for (int i = 0; i < 3; i++) {
        pid_t child = vfork();
        if (child == 0) {
            close(data.fd);
            dup2(STDERR_FILENO, device.fd);
            close_range(3, 1000, 0);
            if (i == 0)
                _exit(0);
            execve("/bin/true", arguments, environ);
            _exit(1);
        }
        must(child > 0);
        wait_for(child);
        read_said(&data, bytes, 100);
        set_state(&device, STOP_COPY, 0);
    }
    pid_t child;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addclose(&actions, data.fd);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, device.fd);
    must(posix_spawn(&child, "/bin/true", &actions, NULL, arguments, environ) == 0);
    wait_for(child);
    must(system("exit 0") == 0);
    read_said(&data, bytes, 100);
    close_said(&data);
    close_said(&device);
}

/* The limit of processes makes vfork fail; it must say so as libc's does. */
static void vfork_errno(void)
{
    const struct known none = {.session = -1};
    int fd = open("/dev/vfio/vfio", O_RDWR);
    struct sock_filter deny[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef SYS_vfork
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_vfork, 0, 1),
#else
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 1),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAGAIN),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {.len = sizeof deny / sizeof *deny, .filter = deny};

    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
    errno = 0;
    pid_t child = vfork();
    if (child == 0)
        _exit(1);
    must(child == -1 && errno == EAGAIN);
    int result;
    int error = CALL(result, ioctl(fd, 0x3b64));
    say(&none, "IoctlCalled CONTAINER 3b64 - %d", error);
}

static void keep_over_exec(int fd)
{
    must(fcntl(fd, F_SETFD, 0) == 0);
}

static void execs(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known other = open_device("0000:00:03.0");
    struct known data = set_state(&device, STOP_COPY, 0);
    char fds[3][16];

    read_said(&data, bytes, 100);
    keep_over_exec(device.fd);
    keep_over_exec(data.fd);
    snprintf(fds[0], sizeof fds[0], "%d", device.fd);
    snprintf(fds[1], sizeof fds[1], "%d", data.fd);
    snprintf(fds[2], sizeof fds[2], "%d", other.fd);
    /* The other device's fd has close-on-exec; the thread that closes it is the one that comes through. */
    say(&other, "DeviceClosed");
    char *const arguments[] = {(char *)self_path, "after-exec", fds[0], fds[1], fds[2], NULL};
    execve(self_path, arguments, environ);
    abort();
}

static void after_exec(char **fds)
{
    struct known device = {.fd = atoi(fds[0]), .device = DEVICE_NAME, .session = -1};
    struct known data = {.fd = atoi(fds[1]), .device = DEVICE_NAME, .session = 0, .offset = 100};

    read_said(&data, bytes, 100);
    set_state(&device, STOP, 1);
    close_said(&data);
    data = set_state(&device, STOP_COPY, 1);
    /* The number of the fd that the exec closed is free for others. */
    must(dup2(STDERR_FILENO, atoi(fds[2])) >= 0 && close(atoi(fds[2])) == 0);
    close_said(&data);
    close_said(&device);
}

/* A child that execs with a device's fd open has never seen where it came from: it shows by what it answers. */
static void inherits(void)
{
    int device = open_by_group(DEVICE_NAME);
    char number[16];

    keep_over_exec(device);
    snprintf(number, sizeof number, "%d", device);
    pid_t child = vfork();
    if (child == 0) {
        char *const arguments[] = {(char *)self_path, "stranger", number, NULL};
        execve(self_path, arguments, environ);
        _exit(1);
    }
    wait_for(child);
}

/* What a process does with a device of which it has the fd alone. */
static void use_strange(int fd)
{
    char name[32];
    struct known device = {.fd = fd, .device = name, .session = -1};
    struct feature of = {0};
    int result;

    snprintf(name, sizeof name, "fd:%d", fd);
    /* A failure tells nothing about the fd. */
    CALL(result, ioctl(fd, 0x3b6c, &(uint32_t[8]){32, 0, 77}));
    int error = feature(fd, GET | 1, &of, 16);
    say(&device, "MigrationFlagsQueried %d %llu", error, (unsigned long long)of.value);
    struct known data = set_state(&device, STOP_COPY, 0);
    read_said(&data, bytes, 100);
    close_said(&data);
    close_said(&device);
}

static void send_fd(int socket, int fd)
{
    char room[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec part = {"x", 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    must(sendmsg(socket, &message, 0) == 1);
}

static int receive_fd(int socket)
{
    char room[CMSG_SPACE(sizeof(int))] = {0};
    char byte;
    struct iovec part = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    int fd;

    must(recvmsg(socket, &message, 0) == 1);
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

static void scm(void)
{
    int sockets[2];

    must(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    pid_t child = fork();
    if (child == 0) {
        use_strange(receive_fd(sockets[1]));
        _exit(0);
    }
    send_fd(sockets[0], open_by_group(DEVICE_NAME));
    wait_for(child);
}

/* ---- seccomp ---- */

#define ALLOW(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* Kills at the first system call that neither this program nor the fake driver makes. Ours would be such a one. */
static void forbid_all_else(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(read),
        ALLOW(write),
        ALLOW(close),
        ALLOW(ioctl),
#ifdef SYS_poll
        ALLOW(poll),
#endif
        ALLOW(ppoll),
        ALLOW(futex),
        ALLOW(exit_group),
        /* Of the program, for the lines it prints. */
        ALLOW(getpid),
        ALLOW(gettid),
        /* Of the fake driver. */
        ALLOW(getppid),
        ALLOW(eventfd2),
        ALLOW(openat),
        ALLOW(process_vm_readv),
        ALLOW(process_vm_writev),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    const struct sock_fprog program = {.len = sizeof filter / sizeof *filter, .filter = filter};

    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

static void seccomp(void)
{
    /* Nothing of VFIO before: even the slot is taken under the filter. */
    forbid_all_else();
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, STOP_COPY, 0);
    struct pollfd list = {.fd = data.fd, .events = POLLIN};
    int result;

    int error = CALL(result, poll(&list, 1, 0));
    say(&data, "DataFdPolled %d %d %d 0", error, POLLIN, list.revents);
    read_said(&data, bytes, 100);
    close_said(&data);
    close_said(&device);
    _exit(0);
}

/* A filter that refuses a close: the fd stays open, and stays what it was. */
static void refused_close(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, STOP_COPY, 0);
    struct sock_filter deny[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_close, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)data.fd, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {.len = sizeof deny / sizeof *deny, .filter = deny};

    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
    must(close(data.fd) == -1 && errno == EPERM);
    read_said(&data, bytes, 100);
    close_said(&device);
}

/* ---- a full ring, and a sudden end ---- */

/* Reads as often as the number on standard input's next line says, then waits for the next; 0 ends. */
static void on_demand(void)
{
    struct known device = open_device(DEVICE_NAME);
    struct known data = set_state(&device, PRE_COPY, 0);
    char line[32];

    while (fgets(line, sizeof line, stdin) != NULL) {
        long count = atol(line);
        for (long i = 0; i < count; i++)
            must(read(data.fd, bytes, 64) == 64);
        if (count == 0)
            break;
        /* Plain, as no event is to be compared with it. */
        must(write(STDOUT_FILENO, "done\n", 5) == 5);
    }
    close(data.fd);
    close(device.fd);
}

/* Until somebody kills it. */
static void endless(void)
{
    struct known device = open_device(DEVICE_NAME);

    shared_data = set_state(&device, PRE_COPY, 0);
    must(write(STDOUT_FILENO, "reading\n", 8) == 8);
    for (;;)
        must(read(shared_data.fd, bytes, 64) == 64);
}

int main(int count, char **arguments)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } cases[] = {{"threads", threads},
                 {"rush", rush},
                 {"cancel", cancel},
                 {"signals", signals},
                 {"forks", forks},
                 {"vforks", vforks},
                 {"vfork-errno", vfork_errno},
                 {"execs", execs},
                 {"inherits", inherits},
                 {"scm", scm},
                 {"seccomp", seccomp},
                 {"refused-close", refused_close},
                 {"on-demand", on_demand},
                 {"endless", endless}};

    self_path = arguments[0];
    if (count == 5 && strcmp(arguments[1], "after-exec") == 0) {
        after_exec(arguments + 2);
        return 0;
    }
    if (count == 3 && strcmp(arguments[1], "stranger") == 0) {
        use_strange(atoi(arguments[2]));
        return 0;
    }
    for (size_t i = 0; count == 2 && i < sizeof cases / sizeof *cases; i++)
        if (strcmp(cases[i].name, arguments[1]) == 0) {
            cases[i].run();
            return 0;
        }
    return 2;
}
