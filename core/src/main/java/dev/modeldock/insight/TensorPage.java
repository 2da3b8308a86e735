package dev.modeldock.insight;

import dev.modeldock.formats.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A part of the tensors of a version.
 *
 * @param files how many of its files tell their tensors
 * @param total how many tensors were found in all
 * @param dtypes what those found add up to, by the type of their scalars
 */
public record TensorPage(int files, long total, Map<String, DtypeSum> dtypes, List<Tensor> items) {}
