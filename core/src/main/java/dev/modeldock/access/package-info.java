/** Who may come in and how far: users, their keys, the keys' scopes, and links that carry their own permission. */
package dev.modeldock.access;
