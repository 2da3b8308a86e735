package dev.modeldock.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Action packs in shell, which do on a small scale what the toolkit's containers do. */
final class TaoPacks {
    private static final String COMMAND = """
            ["sh", "run.sh", "{action}", "{spec}", "{results}", "{resume}", "{parent}", "{dataset.train}",
             "{dataset.eval}", "{dataset.inference}", "{ptm}"]""";
    /** Status lines as the toolkit's logger writes them; it waits for as long as the file to wait for is there. */
    private static final String BEGINNING = """
            set -eu
            action=$1 spec=$2 results=$3 resume=$4 parent=$5 train=$6 eval=$7 inference=$8 ptm=$9
            say() { printf '{"date": "%s", "time": "%s", "status": "%s", "verbosity": "INFO", "message": "%s"%s}\\n' \\
              "$(date +%-m/%-d/%Y)" "$(date +%-H:%-M:%-S)" "$1" "$2" "${3:-}" >> "$results/status.json"; }
            told() { sed -n "s/.*\\"$1\\" *: *\\"\\{0,1\\}\\([A-Za-z0-9.]*\\).*/\\1/p" "$spec" | head -n 1; }
            hold() { while [ -e "$WAIT_FOR" ]; do sleep 0.05; done; }
            broken() { say FAILURE "$1"; echo "$1" >&2; exit 3; }
            # Two at a time would be a fault of the dock's: the directory can be made once.
            mkdir "$results/alone" || broken "another one works in $results"
            # A second signal would hit the commands of the traps themselves.
            trap 'trap "" TERM; rmdir "$results/alone"' EXIT
            trap 'trap "" TERM; say FAILURE "$action was interrupted"; exit 143' TERM
            echo "begin $action $$ ${resume:+again}" | tee -a "$results/runs.txt"
            """;

    private static final String DETECTION = """
            say STARTED "Starting $action."
            mkdir -p "$results/weights"
            case $action in
            convert)
              mkdir -p "$results/tfrecords"
              cat "$train"/labels/*.txt > "$results/tfrecords/tfrecords-fold-000"
              hold
              say RUNNING "Cumulative object statistics" ', "categorical": {"num_objects": {"car": 2, "person": 1}}' ;;
            train|retrain)
              [ "$action" = train ] || [ -s "$parent/weights/model.tlt" ] || broken "no parent to retrain"
              [ -z "$train" ] || ls "$train/images" > "$results/images.txt"
              [ -z "$ptm" ] || ls "$ptm" > "$results/pretrained.txt"
              epochs=$(told num_epochs) epoch=0
              [ -z "$resume" ] || epoch=$(cat "$results/weights/checkpoint")
              while [ "$epoch" -lt "$epochs" ]; do
                epoch=$((epoch + 1))
                echo "$epoch" > "$results/weights/checkpoint"
                say RUNNING "Training loop in progress" ", \\"epoch\\": $epoch, \\"max_epoch\\": $epochs, \\
            \\"time_per_epoch\\": \\"0:00:01\\", \\"eta\\": \\"0:00:0$((epochs - epoch))\\", \\"kpi\\": {\\"val_loss\\": 0.$epoch}, \\
            \\"graphical\\": {\\"loss\\": 0.$epoch}"
                echo "trained epoch $epoch"
                hold
              done
              echo "$action of $epoch" > "$results/weights/model.tlt" ;;
            evaluate)
              hold
              [ -s "$parent/weights/model.tlt" ] || broken "no parent to evaluate"
              say RUNNING "Evaluation metrics" ', "kpi": {"mean average precision": 0.5}' ;;
            prune) sed 's/^/pruned /' "$parent/weights/model.tlt" > "$results/weights/model.tlt" ;;
            export) cat "$parent/weights/model.tlt" > "$results/weights/model.onnx" ;;
            gen_trt_engine) [ "$(told data_type)" = int8 ] || broken "no int8"
              cat "$parent/weights/model.onnx" > "$results/weights/model.engine" ;;
            inference)
              mkdir "$results/images_annotated"
              cp "$inference"/images/*.jpg "$results/images_annotated/"
              cat "$parent"/weights/model.* > "$results/used.txt" ;;
            esac
            say SUCCESS "$action finished successfully."
            """;
    private static final String SERVICES = """
            say STARTED "Starting Data-services $action."
            case $action in
            convert)
              [ "$(told input_format) $(told output_format)" = "KITTI COCO" ] || broken "Unsupported format"
              to="$results/${inference##*/}.json"
              awk 'BEGIN { printf "{\\"annotations\\":[" }
                { printf "%s{\\"id\\":%d,\\"category\\":\\"%s\\",\\"bbox\\":[%s,%s,%s,%s]}", (NR > 1 ? "," : ""), NR, $1, $5, $6,
                  $7 - $5, $8 - $6 }
                END { print "]}" }' "$inference"/labels/*.txt > "$to"
              say SUCCESS "Annotation conversion finished successfully." ;;
            analyze)
              mkdir "$results/csv"
              { echo "type,truncated,occluded"; cut -d' ' -f1-3 --output-delimiter=, "$inference"/labels/*.txt; } \\
                > "$results/csv/valid_data.csv"
              say SUCCESS "Kitti analysis finished successfully." ;;
            generate)
              [ -s "$inference/annotations.json" ] || broken "no annotations.json"
              if grep -q gt_cache "$spec"; then
                mkdir "$results/images" "$results/labels"
                cp "$inference"/images/* "$results/images"
                cp "$inference/annotations.json" "$results/labels/output.json"
                say SUCCESS "Augment finished successfully."
              else
                cp "$inference/annotations.json" "$results/label.json"
                say SUCCESS "Generate finished successfully."
              fi ;;
            esac
            """;

    private TaoPacks() {}

    /** Detectnet and the conversion of its datasets. */
    static void detection(Path data, Path wait) {
        write(data, "detection", wait, BEGINNING + DETECTION, "[\"detectnet_v2\", \"object_detection\"]");
    }

    /** The toolkit's data services. */
    static void services(Path data, Path wait) {
        write(
                data,
                "services",
                wait,
                BEGINNING + SERVICES,
                "[\"annotations\", \"analytics\", \"augmentation\", \"auto_label\"]");
    }

    /** A command of the test's own, for all architectures and actions. */
    static void any(Path data, Path wait, String script) {
        write(data, "any", wait, script, "[\"*\"]");
    }

    private static void write(Path data, String name, Path wait, String script, String architectures) {
        List.of("sh", "setsid").forEach(Tools::need);
        try {
            Path pack = Files.createDirectories(data.resolve("actions").resolve(name));
            Files.writeString(pack.resolve("run.sh"), script);
            Files.writeString(pack.resolve("action.json"), """
                    {"architectures": %s, "actions": ["*"], "command": %s,
                     "spec": "json", "pausable": true, "environment": {"WAIT_FOR": "%s"}}""".formatted(architectures, COMMAND, wait));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
