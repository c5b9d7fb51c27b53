-- A photo that waits for its inspection becomes a file of the device when somebody keeps it as one.
grant update (for_inspection) on device_document to counterfoil_app;
