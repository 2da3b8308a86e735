package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pack for NVIDIA's containers refuses, and what becomes of them when something ends or is killed. */
class NvidiaLifeIT extends NvidiaDock {
    @Test
    void aCancelledJobStopsItsContainerAndIsResumedFromItsCheckpoint() throws IOException {
        String model = model("dino", Map.of());
        String job = held(model);
        assertEquals(List.of("modeldock-" + job), docker.running());
        tao.post(model + "/job/" + job + "/cancel", null).expect(200);
        tao.failed(model, job, "The job was cancelled by");
        assertEquals(List.of(), docker.running());
        assertTrue(docker.history(job).contains("stop"));
        docker.unset("hold");
        tao.post(model + "/job/" + job + "/resume", null).expect(200);
        tao.done(model, job);
        String resumed = seen(job, "train");
        assertTrue(
                resumed.contains("resume_training_checkpoint_path: \"" + results(job) + "/train/model_epoch=001.pth\""),
                resumed);
    }

    @Test
    void aContainerOutlivesTheDock() throws IOException {
        String model = model("detectnet_v2", Map.of());
        String job = held(model);
        dock.kill9();
        comeBack();
        docker.unset("hold");
        tao.done(model, job);
        docker.container(job);
    }

    private void killScripts(String job) {
        ProcessHandle.allProcesses()
                .filter(process -> {
                    String line = process.info().commandLine().orElse("");
                    return line.contains(job)
                            && (line.contains("through-docker") || line.contains("bin/docker"))
                            // Which stands for the daemon.
                            && !line.contains("docker supervise");
                })
                // Whoever would note its end first, as all go at once when a machine does.
                .sorted((a, b) -> Boolean.compare(wraps(b), wraps(a)))
                .forEach(ProcessHandle::destroyForcibly);
        Await.until(
                "nobody follows it",
                () -> Processes.naming(job).stream()
                        .filter(line -> line.contains("through-docker"))
                        .toList(),
                List::isEmpty);
    }

    private static boolean wraps(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("run-command.sh");
    }

    @Test
    void aContainerThatNobodyFollowsIsFollowedAgain() throws IOException {
        String model = model("detectnet_v2", Map.of());
        String job = held(model);
        dock.kill9();
        killScripts(job);
        assertEquals(List.of("modeldock-" + job), docker.running());
        comeBack();
        Await.until("it is followed", () -> log(model, job), log -> log.contains("goes on with modeldock-" + job));
        docker.unset("hold");
        tao.done(model, job);
        docker.container(job);
        assertKeyIsHidden(model, job);
    }

    @Test
    void aContainerThatEndsWhileNobodyLooksHasEndedAsItsStatusSays() throws IOException {
        String model = model("detectnet_v2", Map.of());
        String job = held(model);
        dock.kill9();
        killScripts(job);
        docker.unset("hold");
        Await.until(
                "its end",
                () -> {
                    try {
                        return docker.running();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                List::isEmpty);
        comeBack();
        tao.done(model, job);
        docker.container(job);
        assertTrue(log(model, job).contains("has ended meanwhile, and well"));
    }

    private String held(String model) throws IOException {
        docker.set("hold");
        String job = tao.submitted(model, "train");
        tao.atEpoch(model, job, 1);
        return job;
    }

    private void comeBack() {
        dock.startAgain();
        tao = new TaoApi(dock.http(), tao.user());
    }

    @Test
    void whatIsMissingIsOneSentenceAndGoesOnceItIsThere() throws IOException {
        String model = model("dino", Map.of());
        String job = tao.submitted(model, "train");
        tao.done(model, job);
        Map<String, String> missing = Map.of(
                "down", "the docker daemon does not answer: Cannot connect to the Docker daemon",
                "no-card", "this machine shows no NVIDIA graphics card number 0",
                "no-toolkit", "docker has no NVIDIA Container Toolkit");
        for (Map.Entry<String, String> each : missing.entrySet()) {
            docker.set(each.getKey());
            JsonNode refused = tao.failed(model, tao.submitted(model, "train"), each.getValue());
            assertEquals("FAILURE", refused.at("/result/detailed_status/status").asText());
            assertTrue(TaoApi.message(refused).contains("exit code 2"), refused::toString);
            docker.unset(each.getKey());
        }
        Files.writeString(docker.state("images"), "");
        String again = tao.submitted(model, "train");
        tao.failed(model, again, "the image is not here; docker pull " + StandInDocker.IMAGES + "pyt");
        assertEquals(List.of(), docker.history(again));
        Files.writeString(docker.state("images"), StandInDocker.IMAGES + "pyt\n");
        tao.post(model + "/job/" + again + "/resume", null).expect(200);
        tao.done(model, again);
    }

    @Test
    void withoutDockerItSaysSo() {
        assumeFalse(
                Stream.of("/usr/bin/docker", "/bin/docker").anyMatch(each -> Files.exists(Path.of(each))),
                "docker is where commands are always found");
        dock.terminate();
        start("/usr/bin:/bin");
        String model = model("dino", Map.of());
        tao.failed(model, tao.submitted(model, "train"), "there is no docker on the PATH");
    }
}
