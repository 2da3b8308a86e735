package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pack for NVIDIA's containers asks of docker, and what the containers get to read. */
class NvidiaIT extends NvidiaDock {
    @Test
    void aTensorFlowTrainingIsCalledByArgumentsAndItsExportByItsSpec() throws IOException {
        String first = tao.dataset("object_detection", "kitti");
        String second = tao.dataset("object_detection", "kitti");
        for (String each : List.of(first, second)) {
            tao.upload(each, "d.tar", Archives.tar(Map.of("images/a.jpg", BYTE, "labels/a.txt", BYTE)))
                    .expect(201);
        }
        String model = model(
                "detectnet_v2",
                Map.of(
                        "train_datasets", List.of(TaoApi.id(first), TaoApi.id(second)),
                        "eval_dataset", TaoApi.id(second),
                        "inference_dataset", TaoApi.id(first)));
        String training = tao.submitted(model, "train");
        tao.done(model, training);
        StandInDocker.Container run = docker.container(training);
        Map<String, String> options = run.options();
        assertEquals(StandInDocker.IMAGES + "tf1.15.5", options.get("image"));
        assertEquals("device=0", options.get("gpus"));
        assertEquals("none", options.get("network"));
        assertEquals("8g", options.get("--shm-size"));
        assertEquals("yes", options.get("rm"));
        assertEquals("modeldock.job=" + training, options.get("--label"));
        assertEquals(Tools.run("id", "-u").strip() + ":" + Tools.run("id", "-g").strip(), options.get("user"));
        Path given = data.resolve("runs").resolve(training).resolve("spec/container");
        assertEquals(
                Stream.of(
                                bind(results(training), ""),
                                bind(given, ",readonly"),
                                bind(inputs(training, first), ",readonly"),
                                bind(inputs(training, second), ",readonly"))
                        .sorted()
                        .toList(),
                run.mounts());
        assertEquals(
                List.of(
                        "detectnet_v2",
                        "train",
                        "--experiment_spec_file=" + given.resolve("experiment_spec.txt"),
                        "--gpus=1",
                        "--results_dir=" + results(training),
                        "--verbose"),
                run.called());
        assertEquals("key", run.command().get(4), "the key becomes an argument in the container alone");
        assertFalse(run.command().toString().contains(KEY));
        String spec = seen(training, ".");
        assertEquals(
                2, spec.split("data_sources \\{", -1).length - 1 - (spec.contains("validation_data_sources") ? 1 : 0));
        assertTrue(spec.contains("tfrecords_path: \"" + inputs(training, second) + "/tfrecords/*\""), spec);
        assertTrue(spec.contains("validation_data_source {"), spec);
        assertFalse(spec.contains("validation_fold") || spec.contains("gpus:") || spec.contains("@"), spec);
        assertTrue(spec.contains("target_class_config {"), "the classes are where the container reads them: " + spec);
        assertFalse(spec.contains("pretrained_model_file"), "a line without a value is left out: " + spec);
        assertKeyIsHidden(model, training);

        String evaluation = submitted(model, training, "evaluate");
        tao.done(model, evaluation);
        List<String> evaluated = docker.container(evaluation).called();
        assertTrue(
                evaluated.contains("--model_path=" + results(training) + "/weights/model.hdf5"), evaluated::toString);
        assertTrue(evaluated.contains("--framework=tlt"), evaluated::toString);
        assertTrue(evaluated.contains("--image_dir=" + inputs(evaluation, first) + "/images"), evaluated::toString);
        assertTrue(docker.container(evaluation).mounts().contains(bind(results(training), ",readonly")));

        String export = submitted(model, training, "export");
        tao.done(model, export);
        Path exporting = data.resolve("runs").resolve(export).resolve("spec/container");
        List<String> exported = docker.container(export).called();
        assertTrue(
                exported.contains("--experiment_spec=" + exporting + "/parent_experiment_spec.txt"),
                exported::toString);
        assertTrue(exported.contains("--output_file=" + results(export) + "/model.onnx"), exported::toString);
        assertTrue(exported.contains("--gen_ds_config") && exported.contains("--data_type=fp32"), exported::toString);
        assertEquals("2\n", Files.readString(results(export).resolve("model.onnx")));
        assertFalse(Files.exists(exporting), "what has the key is gone");
        assertKeyIsHidden(model, export);
        assertEquals(List.of(), dock.faults());
    }

    private static String bind(Path place, String how) {
        return "type=bind,src=" + place + ",dst=" + place + how;
    }

    @Test
    void aDinoIsEvaluatedAndExportedWithTheSpecItWasTrainedWith() throws IOException {
        String dataset = coco();
        String model = model(
                "dino", Map.of("train_datasets", List.of(TaoApi.id(dataset)), "eval_dataset", TaoApi.id(dataset)));
        ObjectNode spec = (ObjectNode) tao.shown(model + "/specs/train/schema").path("default");
        spec.withObject("/model").put("num_queries", 123);
        tao.post(model + "/specs/train", spec.toString()).expect(201);
        String training = tao.submitted(model, "train");
        tao.done(model, training);
        assertEquals(
                StandInDocker.IMAGES + "pyt",
                docker.container(training).options().get("image"));
        assertEquals(2, docker.container(training).called().size() - 1);
        String trained = seen(training, "train");
        assertTrue(trained.contains("image_dir: \"" + inputs(training, dataset) + "/images\""), trained);
        assertTrue(
                trained.contains(
                        "encryption_key: \"" + KEY.replace("\\", "\\\\").replace("\"", "\\\"") + "\""),
                trained);
        assertTrue(trained.contains("results_dir: \"" + results(training) + "\""), trained);
        String kept = Files.readString(results(training).resolve("experiment_spec.yaml"));
        assertTrue(kept.startsWith("# dino train\n") && kept.contains("\"@key@\""), kept);
        assertKeyIsHidden(model, training);

        String evaluation = submitted(model, training, "evaluate");
        tao.done(model, evaluation);
        String evaluated = seen(evaluation, "evaluate");
        assertTrue(evaluated.contains("num_queries: 123"), "the network is the parent's: " + evaluated);
        String checkpoint = results(training) + "/train/model_epoch=002.pth";
        assertTrue(evaluated.contains("checkpoint: \"" + checkpoint + "\""), evaluated);
        assertTrue(
                evaluated.contains("json_file: \"" + inputs(evaluation, dataset) + "/annotations.json\""), evaluated);
        assertFalse(evaluated.contains(inputs(training, dataset).toString()), "the data are its own: " + evaluated);
        assertTrue(evaluated.contains("results_dir: \"" + results(evaluation) + "\""), evaluated);

        String export = submitted(model, training, "export");
        tao.done(model, export);
        assertTrue(seen(export, "export").contains("num_queries: 123"));
        assertEquals("2\n", Files.readString(results(export).resolve("model.onnx")));
        assertFalse(docker.container(export).environment().contains("MODELDOCK_KEY"), "it is in the spec");
        assertKeyIsHidden(model, export);
    }

    private String pictures(String folder) throws IOException {
        String dataset = tao.dataset("image_classification", "default");
        Map<String, byte[]> files = Map.of(folder + "/cat/a.jpg", BYTE, "classes.txt", BYTE);
        tao.upload(dataset, "d.tar", Archives.tar(files)).expect(201);
        return dataset;
    }

    @Test
    void aClassificationIsTrainedEvaluatedAndExported() throws IOException {
        String train = pictures("images_train");
        String eval = pictures("images_val");
        String model = model(
                "classification_pyt",
                Map.of("train_datasets", List.of(TaoApi.id(train)), "eval_dataset", TaoApi.id(eval)));
        String training = tao.submitted(model, "train");
        tao.done(model, training);
        String trained = seen(training, "train");
        assertTrue(trained.contains("data_prefix: \"" + inputs(training, train) + "/images_train\""), trained);
        assertTrue(trained.contains("data_prefix: \"" + inputs(training, eval) + "/images_val\""), trained);
        assertFalse(trained.contains("images_test"), trained);
        for (String action : List.of("evaluate", "export")) {
            String job = submitted(model, training, action);
            tao.done(model, job);
            String checkpoint = results(training) + "/train/model_epoch=002.pth";
            assertTrue(seen(job, action).contains("checkpoint: \"" + checkpoint + "\""));
            assertEquals("classification_pyt", docker.container(job).called().get(0));
        }
    }

    @Test
    void severalDatasetsAreRefusedWhereOneIsTaken() throws IOException {
        List<String> two = List.of(TaoApi.id(coco()), TaoApi.id(coco()));
        String model = model("dino", Map.of("train_datasets", two));
        tao.failed(model, tao.submitted(model, "train"), "dino is trained with one dataset");
    }
}
