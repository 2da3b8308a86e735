package dev.modeldock.actions.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Await;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class CommandProcessTest {
    private static final Duration LONG = Duration.ofSeconds(60); // never waited for in full
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final String WAIT_AT_THE_GATE = "touch begun; read word <gate; ";

    @TempDir
    Path work;

    private Path run;
    private CommandProcess process;

    @BeforeEach
    void makeGate() throws Exception {
        run = work.resolve("run");
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", work.resolve("gate").toString())
                        .start()
                        .waitFor());
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        if (Files.exists(run)) {
            assertTrue(CommandProcess.attach(run).stop(Duration.ZERO));
        }
    }

    private Command command(String... arguments) {
        return new Command(List.of(arguments), Map.of(), work, 1 << 20);
    }

    private void sh(String script) throws IOException {
        process = CommandProcess.start(command("sh", "-c", script), run);
    }

    private void awaitBegun() throws Exception {
        Await.until("the command has begun", () -> Files.exists(work.resolve("begun")));
    }

    /** Returns once the command has read it. */
    private void openTheGate() throws IOException {
        Files.writeString(work.resolve("gate"), "go\n");
    }

    private CommandState awaitEnd() throws Exception {
        Await.until("the command has ended", () -> !process.poll().isRunning());
        Await.until("its log is whole", process::isGone);
        return process.poll();
    }

    private String log() throws IOException {
        try (InputStream in = process.log().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private long pidIn(String file) throws Exception {
        Await.until(
                "there is a number in " + file,
                () -> Files.exists(work.resolve(file))
                        && Files.readString(work.resolve(file)).endsWith("\n"));
        return Long.parseLong(Files.readString(work.resolve(file)).strip());
    }

    private static boolean lives(long pid) throws IOException {
        return ProcessTable.ofThisSystem().birth(pid).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "exit 255, 255", "kill -TERM $$, 143", "kill -KILL $$, 137"})
    void theExitCodeIsKnown(String script, int code) throws Exception {
        sh(script);
        assertEquals(CommandState.exited(code), awaitEnd());
        assertEquals(CommandState.exited(code), CommandProcess.attach(run).poll());
    }

    @Test
    void bothOutputsComeIntoTheLog() throws Exception {
        sh("echo one; echo two >&2; printf three");
        awaitEnd();
        assertEquals("one\ntwo\nthree", log());
        assertEquals(13, process.log().bytes());
    }

    @Test
    void theCommandGetsItsPlaceAndItsEnvironmentAndNothingToRead() throws Exception {
        Map<String, String> environment = Map.of("PATH", "/nowhere", "GREETING", "hello; 'you'\n$HOME");
        process = CommandProcess.start(
                new Command(List.of("env"), environment, Files.createDirectory(work.resolve("place")), 1 << 20), run);
        awaitEnd();
        List<String> names = log().lines()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')))
                .sorted()
                .toList();
        assertTrue(log().contains("PATH=/nowhere:/usr/bin:/bin\n"), log());
        assertTrue(log().contains("GREETING=hello; 'you'\n$HOME\n"), log());
        assertTrue(
                List.of("GREETING", "MODELDOCK_RUN", "OLDPWD", "PATH", "PWD", "SHLVL", "_")
                        .containsAll(names),
                () -> "more than was given: " + names);
        Path place = work.resolve("place").toRealPath();
        process = CommandProcess.start(new Command(List.of("sh", "-c", "pwd -P; cat"), Map.of(), place, 1 << 20), run);
        awaitEnd();
        assertTrue(log().endsWith("\n" + place + "\n"), log());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-program", "keep", "exit", "./gate"})
    void aProgramThatIsNotThereIsTold(String program) throws Exception {
        process = CommandProcess.start(command(program, "3"), run);
        CommandState end = awaitEnd();
        assertTrue(end.exitCode() == 127 || end.exitCode() == 126, end::toString);
        assertTrue(log().contains(program), this::toString);
    }

    @Test
    void argumentsAreReadByNoShell() throws Exception {
        process = CommandProcess.start(command("printf", "<%s>", "a b", "$HOME", "`id`", "*", "", "-n", "é"), run);
        awaitEnd();
        assertEquals("<a b><$HOME><`id`><*><><-n><é>", log());
    }

    @Test
    void aCommandIsFoundAgainWhileItRuns() throws Exception {
        sh(WAIT_AT_THE_GATE + "echo $word; exit 3");
        awaitBegun();
        CommandProcess again = CommandProcess.attach(run);
        assertEquals(process.identity(), again.identity());
        assertEquals(CommandState.RUNNING, again.poll());
        assertFalse(again.isGone());
        openTheGate();
        assertEquals(CommandState.exited(3), awaitEnd());
        assertEquals(CommandState.exited(3), again.poll());
        assertEquals("go\n", log());
    }

    @Test
    @DisplayName("kill -9 of the process that started it: the command runs on, and another process hears its end")
    void aCommandOutlivesTheDock() throws Exception {
        Process dock = otherJvm(
                run.toString(),
                "sh",
                "-c",
                WAIT_AT_THE_GATE + "head -c 3000000 /dev/zero | tr '\\0' z; echo said; exit 9");
        try {
            assertEquals("STARTED", firstLine(dock));
            awaitBegun();
        } finally {
            dock.destroyForcibly().waitFor();
        }
        process = CommandProcess.attach(run);
        assertEquals(CommandState.RUNNING, process.poll());
        openTheGate();
        assertEquals(CommandState.exited(9), awaitEnd());
        assertTrue(log().endsWith("zzzsaid\n"), "the end of its log is kept");
        assertTrue(process.log().bytes() <= 1 << 20, "its log stays bounded without the dock");
    }

    @Test
    void aCommandOfAKilledDockCanBeStopped() throws Exception {
        Process dock = otherJvm(run.toString(), "sh", "-c", "trap '' TERM; echo $$ >pid; " + WAIT_AT_THE_GATE);
        try {
            assertEquals("STARTED", firstLine(dock));
            awaitBegun();
        } finally {
            dock.destroyForcibly().waitFor();
        }
        process = CommandProcess.attach(run);
        assertTrue(process.stop(SHORT));
        assertEquals(CommandState.VANISHED, process.poll());
        assertFalse(lives(pidIn("pid")));
    }

    private Process otherJvm(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                StartsCommand.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void aDockThatDiesBeforeItHasNotedTheCommandLeavesNothing() throws Exception {
        RunDirectory directory = new RunDirectory(run);
        directory.begin(Wrapper.script());
        Wrapper wrapper = Wrapper.launch(Sessions.prefix(), command("touch", "begun"), directory);
        assertTrue(wrapper.process().isAlive());
        wrapper.close();
        assertEquals(125, wrapper.process().waitFor());
        assertFalse(Files.exists(work.resolve("begun")));
        assertEquals(CommandState.VANISHED, CommandProcess.attach(run).poll());
        assertEquals(Optional.empty(), CommandProcess.attach(run).identity());
    }

    @Test
    void stopLetsTheCommandTidyUp() throws Exception {
        sh("trap 'echo saved; exit 3' TERM; touch begun; while :; do { read word <gate; } 2>/dev/null; done");
        awaitBegun();
        assertTrue(process.stop(LONG));
        assertEquals(CommandState.exited(3), process.poll());
        assertEquals("saved\n", log());
    }

    @Test
    void stopEndsAllChildrenAtOnce() throws Exception {
        sh("sh -c 'echo $$ >child; read word <gate' & sh -c 'sh -c \"echo \\$\\$ >grandchild; read word <gate\"; :' &"
                + " touch begun; wait");
        long child = pidIn("child");
        long grandchild = pidIn("grandchild");
        assertTrue(process.stop(LONG));
        assertEquals(CommandState.exited(143), process.poll());
        assertFalse(lives(child) || lives(grandchild));
    }

    @Test
    void whoDoesNotHearTermIsKilled() throws Exception {
        sh("trap '' TERM; (echo a >other; read word <gate) & echo $$ >pid; " + WAIT_AT_THE_GATE);
        awaitBegun();
        long pid = pidIn("pid");
        assertTrue(process.stop(SHORT));
        assertEquals(CommandState.VANISHED, process.poll());
        assertFalse(lives(pid));
        assertTrue(process.stop(SHORT), "there is nothing left to stop");
    }

    @Test
    void aStopThatIsInterruptedSaysSo() throws Exception {
        sh("trap '' TERM; " + WAIT_AT_THE_GATE);
        awaitBegun();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> process.stop(LONG));
        assertFalse(Thread.interrupted());
        assertEquals(CommandState.RUNNING, process.poll());
    }

    @Test
    void aChildThatStaysBehindHoldsNothingUp() throws Exception {
        sh("(echo x >other; trap '' TERM; read word <gate) & while [ ! -e other ]; do :; done; echo last; exit 4");
        Await.until("the command has ended", () -> !process.poll().isRunning());
        assertEquals(CommandState.exited(4), process.poll());
        assertFalse(process.isGone());
        assertTrue(process.stop(SHORT));
        assertTrue(process.isGone());
        assertEquals(CommandState.exited(4), process.poll());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aChildInASessionOfItsOwnIsFoundToo() throws Exception {
        Assumptions.assumeTrue(Sessions.setsid().isPresent(), "setsid is not here");
        sh("setsid sh -c 'echo $$ >child; trap \"\" TERM; read word <gate' & touch begun; wait");
        long child = pidIn("child");
        assertTrue(process.stop(SHORT));
        assertFalse(lives(child));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void childrenOfAWrapperThatWasKilledAreFound() throws Exception {
        sh("echo $$ >pid; " + WAIT_AT_THE_GATE);
        awaitBegun();
        long pid = pidIn("pid");
        ProcessHandle.of(process.identity().orElseThrow().pid()).orElseThrow().destroyForcibly();
        Await.until("the wrapper is gone", () -> process.poll().kind() == CommandState.Kind.VANISHED);
        assertTrue(lives(pid), "the command itself runs on");
        assertFalse(process.isGone());
        assertThrows(DockException.class, () -> sh("exit 0"), "no second one beside it");
        assertTrue(process.stop(LONG));
        assertFalse(lives(pid));
    }

    @Test
    void aProcessThatHasGotItsNumberIsAnother() throws Exception {
        Process stranger = new ProcessBuilder("sh", "-c", "read word").start();
        try {
            String birth = ProcessTable.ofThisSystem().birth(stranger.pid()).orElseThrow();
            Files.createDirectories(run);
            ProcessIdentity former = new ProcessIdentity(stranger.pid(), birth + "1", "some-mark");
            new RunDirectory(run).note(former);
            process = CommandProcess.attach(run);
            assertEquals(Optional.of(former), process.identity());
            assertEquals(CommandState.VANISHED, process.poll());
            assertTrue(process.isGone());
            assertTrue(process.stop(SHORT));
            assertTrue(stranger.isAlive(), "a stranger is not stopped");
            new RunDirectory(run).note(new ProcessIdentity(stranger.pid(), birth, "some-mark"));
            assertEquals(CommandState.RUNNING, CommandProcess.attach(run).poll(), "the birth made the difference");
            Files.delete(run.resolve("identity"));
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void asLongAsOneIsThereNoOtherBegins() throws Exception {
        sh(WAIT_AT_THE_GATE + "exit 5");
        awaitBegun();
        DockException refusal = assertThrows(DockException.class, () -> sh("exit 6"));
        assertEquals(Problem.CONFLICT, refusal.problem());
        openTheGate();
        assertEquals(CommandState.exited(5), awaitEnd());
        sh("exit 6");
        assertEquals(CommandState.exited(6), awaitEnd());
    }

    @Test
    void anotherRunForgetsTheCodeAndKeepsTheLog() throws Exception {
        sh("echo first; exit 1");
        awaitEnd();
        Optional<ProcessIdentity> former = process.identity();
        sh("echo second; " + WAIT_AT_THE_GATE);
        assertEquals(CommandState.RUNNING, process.poll());
        assertNotEquals(former, process.identity());
        awaitBegun();
        openTheGate();
        awaitEnd();
        assertEquals("first\nsecond\n", log());
    }

    @Test
    void whereNothingWasStartedThereIsNothing() throws Exception {
        process = CommandProcess.attach(work.resolve("never"));
        assertEquals(CommandState.VANISHED, process.poll());
        assertTrue(process.isGone());
        assertTrue(process.stop(LONG));
        assertEquals("", log());
        assertEquals(0, process.log().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1\n", "0", "99999\n", "0\n0\n"})
    void aCodeThatIsNoneIsNone(String content) throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("exit"), content);
        Files.writeString(run.resolve("identity"), content);
        assertEquals(CommandState.VANISHED, CommandProcess.attach(run).poll());
    }

    @Test
    void theLogKeepsItsBeginningAndItsEnd() throws Exception {
        long most = 1 << 20;
        sh("echo the first line; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo the last line");
        assertEquals(CommandState.exited(0), awaitEnd());
        assertTrue(log().startsWith("the first line\nxxx"));
        assertTrue(log().endsWith("xxx\nthe last line\n"));
        assertTrue(log().contains("x\n[… the output was long: a piece of it was left out here …]\nx"));
        assertTrue(process.log().bytes() <= most, () -> "more than " + most);
        assertTrue(process.log().bytes() > most * 3 / 4 - 4, () -> "less than could be kept");
        assertTrue(onDisk() <= most + (64 << 10), "nothing of it is elsewhere");
    }

    private long onDisk() throws IOException {
        return DirectorySize.upTo(Long.MAX_VALUE, run).bytes();
    }

    @Test
    void aLogThatJustFitsIsWhole() throws Exception {
        int length = 700_000;
        sh("head -c " + length + " /dev/zero | tr '\\0' y");
        awaitEnd();
        assertEquals("y".repeat(length), log());
    }

    @Test
    void theLogIsBoundedOverManyRuns() throws Exception {
        for (int i = 0; i < 6; i++) {
            sh("head -c 400000 /dev/zero | tr '\\0' " + i + "; exit " + i);
            assertEquals(CommandState.exited(i), awaitEnd());
            assertTrue(process.log().bytes() <= 1 << 20);
        }
        assertTrue(log().startsWith("000"));
        assertTrue(log().endsWith("555"));
    }

    @Test
    void aLogThatCannotBeWrittenDoesNotStopTheCommand() throws Exception {
        Files.createDirectories(run.resolve("log"));
        Files.createDirectories(run.resolve("log.1"));
        sh("head -c 1000000 /dev/zero; echo done >result; exit 2");
        Await.until("the command has ended", () -> !process.poll().isRunning());
        assertEquals(CommandState.exited(2), process.poll());
        assertEquals("done\n", Files.readString(work.resolve("result")));
    }

    @Test
    void thePlaceMustBeThere() {
        Command nowhere = new Command(List.of("true"), Map.of(), work.resolve("nowhere"), 1 << 20);
        assertThrows(IOException.class, () -> CommandProcess.start(nowhere, run));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-c"})
    void aCommandNamesAProgram(String program) {
        assertEquals(
                Problem.VALIDATION_ERROR,
                assertThrows(DockException.class, () -> command(program)).problem());
        assertThrows(DockException.class, this::command);
        assertThrows(DockException.class, () -> new Command(List.of("true"), Map.of(), work, 1000));
    }

    static Stream<List<String>> sessions() {
        return Stream.of(Sessions.setsid(), Sessions.perl()).flatMap(Optional::stream);
    }

    @ParameterizedTest
    @MethodSource("sessions")
    @DisplayName("a system without /proc, and with or without setsid")
    void whatOtherSystemsTellIsEnough(List<String> session) throws Exception {
        ProcessTable other = new OtherProcesses();
        Command stubborn = command(
                "sh", "-c", "trap '' TERM; (echo x >other; read word <gate) & echo $$ >pid; " + WAIT_AT_THE_GATE);
        process = CommandProcess.start(stubborn, run, other, session);
        awaitBegun();
        long pid = pidIn("pid");
        CommandProcess again = CommandProcess.attach(run, other);
        assertEquals(CommandState.RUNNING, again.poll());
        assertTrue(again.stop(SHORT));
        assertFalse(lives(pid));
        assertEquals(CommandState.VANISHED, again.poll());
        process = CommandProcess.start(command("sh", "-c", "echo well; exit 8"), run, other, session);
        assertEquals(CommandState.exited(8), awaitEnd());
        assertEquals("well\n", log());
        Files.delete(run.resolve("identity"));
    }

    @Override
    public String toString() {
        try {
            return log();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
