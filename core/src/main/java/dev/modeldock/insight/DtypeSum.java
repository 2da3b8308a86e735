package dev.modeldock.insight;

/** What the tensors of one type of scalars add up to. */
public record DtypeSum(long tensors, long parameters, long bytes) {
    static final DtypeSum NOTHING = new DtypeSum(0, 0, 0);

    DtypeSum plus(long moreParameters, long moreBytes) {
        return new DtypeSum(tensors + 1, parameters + moreParameters, bytes + moreBytes);
    }
}
