package dev.modeldock.training;

/** What a model uses something for. */
public enum Role {
    TRAIN("train_datasets", true),
    EVAL("eval_dataset", false),
    INFERENCE("inference_dataset", false),
    CALIBRATION("calibration_dataset", false),
    /** Pretrained models that the training starts from. */
    PTM("ptm", true);

    private final String field;
    private final boolean many;

    Role(String field, boolean many) {
        this.field = field;
        this.many = many;
    }

    /** Its name on the wire. */
    public String field() {
        return field;
    }

    /** Whether there can be several. */
    public boolean many() {
        return many;
    }

    /** Whether raw data will not do, since labels are needed. */
    boolean needsLabels() {
        return this == TRAIN || this == EVAL;
    }
}
