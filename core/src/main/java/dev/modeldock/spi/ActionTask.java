package dev.modeldock.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One action that is to be done.
 *
 * @param job its id, a UUID
 * @param spec what it is to do: a JSON object that follows the schema
 * @param results where it writes {@code status.json} and all that people are to get
 * @param work a directory for the runner's own notes about this run, kept while the action goes on
 * @param card the number of the graphics card that it has to itself, if it wanted one
 */
public record ActionTask(
        String job,
        Subject subject,
        String spec,
        Start start,
        Path results,
        Path work,
        Inputs inputs,
        OptionalInt card) {
    /** How an action begins. */
    public enum Start {
        /** For the first time. */
        NEW,
        /** It ran when the host ended. It may run still, if the runner lets it outlive the host. */
        CUT_OFF,
        /** It was stopped or has failed, and is to go on from its results. */
        STOPPED
    }

    /**
     * What it is done on.
     *
     * @param id of the model or the dataset
     * @param kind the model's architecture, or the dataset's type
     * @param format of the dataset; empty for a model
     * @param key with which the model is to be encrypted where the architecture knows that; a secret
     */
    public record Subject(String id, String kind, String format, String action, String key) {
        @Override
        public String toString() {
            return "Subject[" + id + ", " + kind + ", " + format + ", " + action + "]";
        }
    }

    /**
     * What it reads: directories that are there, not to be written into.
     *
     * @param pretrained models, of those that have files
     * @param parent the results of the job that it goes on from
     */
    public record Inputs(
            List<Path> train,
            List<Path> eval,
            List<Path> inference,
            List<Path> calibration,
            List<Path> pretrained,
            Optional<Path> parent) {
        public Inputs {
            train = List.copyOf(train);
            eval = List.copyOf(eval);
            inference = List.copyOf(inference);
            calibration = List.copyOf(calibration);
            pretrained = List.copyOf(pretrained);
        }
    }
}
