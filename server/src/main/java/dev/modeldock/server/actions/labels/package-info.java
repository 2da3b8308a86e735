/** Images and what is said of them: KITTI label files and COCO annotations, read as streams. */
package dev.modeldock.server.actions.labels;
