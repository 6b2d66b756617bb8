// ONNX Runtime (1.30.0, as it is built for Node.js) reports its sessions to its maker over the
// network unless this is set before it is loaded, and on Linux writes into the temporary folder,
// too. w2s sends nothing unasked. Imported before the runtime; ORT_DISABLE_TELEMETRY=0 turns it on.

process.env.ORT_DISABLE_TELEMETRY ??= "1";
