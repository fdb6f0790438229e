import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { Loading } from "@/components/loading";
import { projectDetail } from "@/features/projects/api";
import { me, setupState } from "@/features/session/api";
import { readProblemSearch } from "@/lib/problem-search";
import { readTableSearch } from "@/lib/table-search";
import { ensure } from "./ensure";
import { ErrorPage, NotFoundPage } from "./error-page";
import { ProjectShell } from "./project-shell";
import { projectTabs } from "./project-tabs";
import { safeReturnPath } from "./return-path";
import { Shell } from "./shell";

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (search): { next?: string | undefined } => ({
    next: safeReturnPath(search["next"]),
  }),
  component: lazyRouteComponent(() => import("@/routes/login"), "LoginPage"),
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  beforeLoad: async ({ context }) => {
    const { needs_owner } = await context.queryClient.fetchQuery(setupState);
    if (!needs_owner) {
      throw redirect({ to: "/login" });
    }
  },
  component: lazyRouteComponent(() => import("@/routes/setup"), "SetupPage"),
});

/** Everything behind the login. */
const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  beforeLoad: async ({ context, location }) => {
    const user = await ensure(context.queryClient, me);
    if (user !== null) {
      return { user };
    }
    const { needs_owner } = await context.queryClient.fetchQuery(setupState);
    if (needs_owner) {
      throw redirect({ to: "/setup" });
    }
    throw redirect({
      to: "/login",
      search: { next: location.href === "/" ? undefined : location.href },
    });
  },
  component: function AppLayout() {
    return <Shell user={appRoute.useRouteContext().user} />;
  },
});

const projectsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  component: lazyRouteComponent(() => import("@/routes/projects"), "ProjectsPage"),
});

const createProjectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/projects/new",
  component: lazyRouteComponent(() => import("@/routes/create-project"), "CreateProjectPage"),
});

const accountRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/account",
  component: lazyRouteComponent(() => import("@/routes/account"), "AccountPage"),
});

const projectRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/projects/$projectId",
  params: {
    parse: ({ projectId }) => ({ projectId: Number.parseInt(projectId, 10) }),
    stringify: ({ projectId }) => ({ projectId: String(projectId) }),
  },
  loader: ({ context, params }) => ensure(context.queryClient, projectDetail(params.projectId)),
  component: function ProjectLayout() {
    return <ProjectShell project={projectRoute.useLoaderData()} />;
  },
});

const projectIndexRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/",
  loader: async ({ context, params }) => {
    const project = await ensure(context.queryClient, projectDetail(params.projectId));
    const [first] = projectTabs(project);
    throw redirect({ to: first?.to ?? "/projects/$projectId/settings", params, replace: true });
  },
});

const dataRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/data",
  validateSearch: readTableSearch,
  component: lazyRouteComponent(() => import("@/routes/data"), "DataPage"),
});

const reviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/review",
  component: lazyRouteComponent(() => import("@/routes/review"), "ReviewPage"),
});

const dashboardRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/dashboard",
  component: lazyRouteComponent(() => import("@/routes/dashboard"), "DashboardPage"),
});

const transfersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/transfers",
  component: lazyRouteComponent(() => import("@/routes/transfers"), "TransfersPage"),
});

const membersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/members",
  component: lazyRouteComponent(() => import("@/routes/members"), "MembersPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/routes/settings"), "SettingsPage"),
});

const agreementSettingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/settings/agreement",
  component: lazyRouteComponent(
    () => import("@/routes/agreement-settings"),
    "AgreementSettingsPage",
  ),
});

const notScoredRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/settings/not-scored",
  validateSearch: readProblemSearch,
  component: lazyRouteComponent(() => import("@/routes/not-scored"), "NotScoredPage"),
});

const routeTree = rootRoute.addChildren([
  loginRoute,
  setupRoute,
  appRoute.addChildren([
    projectsRoute,
    createProjectRoute,
    accountRoute,
    projectRoute.addChildren([
      projectIndexRoute,
      dataRoute,
      reviewRoute,
      dashboardRoute,
      transfersRoute,
      membersRoute,
      settingsRoute,
      agreementSettingsRoute,
      notScoredRoute,
    ]),
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Loading,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
