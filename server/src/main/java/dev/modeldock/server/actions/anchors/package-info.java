/** Sizes of boxes that stand for all boxes of a dataset: the anchors that detectors begin with. */
package dev.modeldock.server.actions.anchors;
