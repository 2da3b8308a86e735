package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A dock with the pack for NVIDIA's containers, installed by the command line, and a stand-in for docker. */
abstract class NvidiaDock {
    /** Of a model: hard to hand on, and to be seen nowhere. */
    static final String KEY = "s3s@me/&.*\\\"x";

    static final byte[] BYTE = {1};

    @TempDir
    Path temp;

    Path data;
    StandInDocker docker;
    RunningDock dock;
    TaoApi tao;

    @BeforeEach
    void install() throws IOException {
        List.of("sh", "setsid", "sed", "awk", "mkfifo").forEach(Tools::need);
        data = temp.resolve("data");
        docker = StandInDocker.at(temp.resolve("stand-in"));
        DockCommand done = DockCommand.run("actions", "install", "nvidia", "--data", data.toString());
        assertEquals(0, done.exit(), done.err());
        start(docker.path());
    }

    void start(String path) {
        dock = RunningDock.with(data)
                .set("actions.gpus", "1")
                .environment("PATH", path)
                .start();
        tao = TaoApi.somebody(dock.http());
    }

    @AfterEach
    void stop() throws IOException {
        docker.unset("hold");
        docker.unset("down");
        if (dock != null) {
            dock.close();
        }
    }

    String model(String arch, Map<String, ?> more) {
        Map<String, Object> body = new TreeMap<>(more);
        body.put("network_arch", arch);
        body.put("encryption_key", KEY);
        return tao.created("/model", Answer.JSON.valueToTree(body).toString());
    }

    String coco() throws IOException {
        String dataset = tao.dataset("object_detection", "coco");
        tao.upload(dataset, "d.tar", Archives.tar(Map.of("images/a.jpg", BYTE, "annotations.json", "{}".getBytes())))
                .expect(201);
        return dataset;
    }

    Path results(String job) {
        return data.resolve("results").resolve(job);
    }

    Path inputs(String job, String thing) {
        return data.resolve("runs").resolve(job).resolve("inputs").resolve(TaoApi.id(thing));
    }

    String log(String model, String job) {
        return tao.get(model + "/job/" + job + "/logs").expect(200).text();
    }

    String submitted(String model, String parent, String action) {
        return tao.submit(model, "{\"job\":\"" + parent + "\",\"actions\":[\"" + action + "\"]}")
                .get(0);
    }

    void assertKeyIsHidden(String model, String job) {
        String log = log(model, job);
        assertFalse(log.contains("s3s@me"), log);
        assertFalse(log.contains(KEY), log);
        assertFalse(dock.log().contains("s3s@me"));
    }

    String seen(String job, String place) throws IOException {
        return Files.readString(results(job).resolve(place).resolve("seen_spec"));
    }
}
