/** The dashboard as it was last seen, for the way back from the rows behind a figure. */
export const shownDashboard = { address: '/drift/tall' };
