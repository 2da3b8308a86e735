/**
 * Datasets as TFRecords: shards of {@code tf.train.Example}, made of KITTI labels or COCO annotations. The format is
 * written by a small encoder of our own; what is in a record is told in {@code server/docs/actions.md}.
 */
package dev.modeldock.server.actions.records;
