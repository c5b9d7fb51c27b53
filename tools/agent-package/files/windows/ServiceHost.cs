// The Windows service: Node cannot answer the service control manager. It starts the launcher, ends it by closing its input,
// and ends itself when the launcher does, so that the service's failure actions start both again. install.ps1 compiles it with
// the compiler that is part of every Windows (.NET Framework 4).
using System;
using System.Diagnostics;
using System.IO;
using System.ServiceProcess;
using System.Threading;

public class ServiceHost : ServiceBase
{
    private Process launcher;
    private volatile bool stopping;

    public ServiceHost()
    {
        ServiceName = "CounterfoilAgent";
        CanShutdown = true;
    }

    public static void Main()
    {
        Run(new ServiceHost());
    }

    protected override void OnStart(string[] args)
    {
        string lib = Path.GetDirectoryName(Path.GetDirectoryName(System.Reflection.Assembly.GetExecutingAssembly().Location));
        string state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Counterfoil Agent");
        ProcessStartInfo start = new ProcessStartInfo();
        start.FileName = Path.Combine(lib, "launcher", "node.exe");
        start.Arguments = "\"" + Path.Combine(lib, "launcher", "launcher.mjs") + "\" run --stop-at-end-of-input";
        start.WorkingDirectory = state;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.EnvironmentVariables["COUNTERFOIL_AGENT_STATE"] = state;
        start.EnvironmentVariables["COUNTERFOIL_AGENT_CONFIG"] = Path.Combine(state, "agent.yaml");
        launcher = Process.Start(start);
        Thread watch = new Thread(Watch);
        watch.IsBackground = true;
        watch.Start();
    }

    private void Watch()
    {
        launcher.WaitForExit();
        // Ended without being told: the failure actions of the service start it again.
        if (!stopping) Environment.Exit(1);
    }

    protected override void OnStop()
    {
        stopping = true;
        RequestAdditionalTime(40000);
        launcher.StandardInput.Close();
        if (!launcher.WaitForExit(35000)) launcher.Kill();
    }

    protected override void OnShutdown()
    {
        OnStop();
    }
}
