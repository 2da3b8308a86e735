package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Slurm pack with a real Slurm on this machine: its jobs are followed, cancelled, and outlive what may fail. */
class SlurmIT {
    private static final Path SCRIPTS = Path.of("src/test/slurm").toAbsolutePath();
    private static final String JOB = """
            #!/bin/sh
            set -eu
            results=$4
            say() { printf '{"date": "1/2/2024", "time": "3:4:5", "status": "%s", "message": "%s"%s}\\n' "$@" >> "$results/status.json"; }
            echo "$SLURM_JOB_ID" >> "$results/ids"
            say RUNNING begun ', "epoch": 1'
            echo "on the node: $1 $2"
            while [ -e "$WAIT" ]; do sleep 0.1; done
            [ ! -e "$WAIT.fail" ] || exit 7
            echo weights > "$results/weights"
            say SUCCESS done ''
            """;

    @TempDir
    Path temp;

    private Path slurm;
    private Path wait;
    private RunningDock dock;
    private TaoApi tao;
    private int[] ports;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        List.of("sbatch", "slurmctld", "slurmd", "munged", "setsid").forEach(Tools::need);
        // MUNGE wants its socket to be reached by everybody.
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
        slurm = temp.resolve("slurm");
        wait = temp.resolve("wait");
        ports = new int[] {free(), free()};
        up();
        DockCommand done = DockCommand.run(
                "actions", "install", "slurm", "--data", temp.resolve("data").toString());
        assertEquals(0, done.exit(), done.err());
        Path pack = temp.resolve("data/actions/slurm");
        Files.writeString(pack.resolve("job.sh"), JOB);
        String action = Files.readString(pack.resolve("action.json"));
        Files.writeString(
                pack.resolve("action.json"),
                action.replace(
                        "\"pausable\": true",
                        "\"pausable\": true, \"environment\": {\"SLURM_CONF\": \"" + slurm.resolve("slurm.conf")
                                + "\", \"WAIT\": \"" + wait + "\"}"));
        dock = RunningDock.on(temp.resolve("data"));
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (wait != null) {
            Files.deleteIfExists(wait);
        }
        if (dock != null) {
            dock.close();
        }
        if (slurm != null) {
            run(List.of(SCRIPTS.resolve("slurm-down").toString(), slurm.toString()));
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void up() throws IOException, InterruptedException {
        run(List.of(SCRIPTS.resolve("slurm-up").toString(), slurm.toString(), "" + ports[0], "" + ports[1]));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(temp, "said", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("SLURM_CONF", slurm.resolve("slurm.conf").toString());
        int code = builder.start().waitFor();
        String text = Files.readString(said);
        assertEquals(0, code, () -> command + ": " + text);
        return text;
    }

    /** A training that waits on the node. */
    private String running(String model) throws IOException {
        Files.createFile(wait);
        String id = tao.submitted(model, "train");
        tao.atEpoch(model, id, 1);
        return id;
    }

    private List<String> ids(String id) throws IOException {
        return Files.readAllLines(dock.data().resolve("results").resolve(id).resolve("ids"));
    }

    private void assertSubmittedOnce(String model, String id) throws IOException {
        tao.done(model, id);
        assertEquals(1, ids(id).size(), "submitted once");
    }

    @Test
    void aJobRunsOnTheNodeAndItsWordsAreInTheLog() throws IOException {
        String model = tao.model("detectnet_v2");
        String id = tao.submitted(model, "train");
        assertSubmittedOnce(model, id);
        String log = tao.get(model + "/job/" + id + "/logs").expect(200).text();
        assertTrue(log.contains("Slurm: submitted as " + ids(id).get(0)), log);
        assertTrue(log.contains("on the node: detectnet_v2 train"), log);
        try (Stream<Path> left = Files.list(dock.data().resolve("results"))) {
            assertEquals(1, left.count(), "no notes are left beside the results");
        }
        assertEquals(List.of(), dock.faults());
    }

    @Test
    void aCancelledJobIsCancelledInSlurm() throws IOException, InterruptedException {
        String model = tao.model("detectnet_v2");
        String id = running(model);
        tao.post(model + "/job/" + id + "/cancel", null).expect(200);
        assertEquals("Error", tao.ended(model, id).path("status").asText());
        String shown = run(List.of("scontrol", "-o", "show", "job", ids(id).get(0)));
        assertTrue(shown.contains("JobState=CANCELLED"), shown);
    }

    @Test
    void aJobThatFailsSaysItsCode() throws IOException {
        Files.createFile(temp.resolve("wait.fail"));
        String model = tao.model("detectnet_v2");
        JsonNode job = tao.ended(model, tao.submitted(model, "train"));
        assertEquals("Error", job.path("status").asText());
        assertTrue(job.at("/result/detailed_status/message").asText().contains("exit code 7"), job::toString);
    }

    @Test
    void aJobOutlivesTheDock() throws IOException {
        String model = tao.model("detectnet_v2");
        String id = running(model);
        dock.kill9();
        dock.startAgain();
        tao = new TaoApi(dock.http(), tao.user());
        Await.until(
                "it is followed",
                Await.PATIENCE,
                () -> tao.job(model, id).path("status").asText(),
                "Running"::equals);
        Files.delete(wait);
        assertSubmittedOnce(model, id);
    }

    @Test
    void theScriptThatFollowsAJobTakesItUpAgain() throws IOException {
        String model = tao.model("detectnet_v2");
        String id = running(model);
        dock.kill9();
        List<ProcessHandle> following = ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = process.info().commandLine().orElse("");
                    return line.contains("through-slurm") && line.contains(id);
                })
                // Whoever would note its end first, as all go at once when a machine does.
                .sorted(Comparator.comparing((ProcessHandle process) ->
                        !process.info().commandLine().orElse("").contains("run-command.sh")))
                .toList();
        assertTrue(!following.isEmpty(), "somebody follows the job");
        following.forEach(ProcessHandle::destroyForcibly);
        dock.startAgain();
        tao = new TaoApi(dock.http(), tao.user());
        Await.until(
                "somebody follows it again",
                Await.PATIENCE,
                () -> tao.get(model + "/job/" + id + "/logs").text(),
                log -> log.contains("Slurm: goes on as"));
        Files.delete(wait);
        assertSubmittedOnce(model, id);
    }

    @Test
    void aControllerThatIsAwayForAWhileIsWaitedFor() throws IOException, InterruptedException {
        String model = tao.model("detectnet_v2");
        String id = running(model);
        run(List.of("sh", "-c", "kill $(cat " + slurm.resolve("slurmctld.pid") + ")"));
        Await.until(
                "no controller", Await.PATIENCE, () -> Files.exists(slurm.resolve("slurmctld.pid")), there -> !there);
        Files.delete(wait);
        Await.until(
                "the node's own end",
                Await.PATIENCE,
                () -> Files.exists(dock.data().resolve("results").resolve(id).resolve("weights")),
                there -> there);
        assertEquals("Running", tao.job(model, id).path("status").asText());
        run(List.of("slurmctld", "-f", slurm.resolve("slurm.conf").toString()));
        assertSubmittedOnce(model, id);
    }
}
